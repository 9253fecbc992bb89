import { describe, expect, test } from 'vitest';
import type { State } from '../../core/contract.ts';
import { PAGE_CLOSED } from '../../core/contract.ts';
import { OFF } from '../../core/testing/off-state.ts';
import { createFakeTimers, createFakeWires } from './testing.ts';
import { createWebSocketBridge } from './web-socket.ts';

const CREDENTIALS = { link: 'l'.repeat(43), tab: 't'.repeat(43) };
const BROKEN = 1006;

function open(credentials: typeof CREDENTIALS | null = CREDENTIALS) {
  const timers = createFakeTimers();
  const wires = createFakeWires();
  let comeBack = (): void => undefined;
  const bridge = createWebSocketBridge({
    credentials,
    openWire: wires.openWire,
    timers,
    onReturn: (act) => {
      comeBack = act;
    },
  });
  const states: State[] = [];
  bridge.watchState((state) => void states.push(state));
  return { bridge, timers, ...wires, states, comeBack: () => comeBack() };
}

function letIn(credentials?: typeof CREDENTIALS) {
  const opened = open(credentials);
  opened.latest().events.open();
  opened.latest().tell({ type: 'state', state: OFF });
  return opened;
}

describe('a page', () => {
  test('shows its link first and knows nothing before it is let in', () => {
    const { latest, states } = open();
    expect(latest().said).toEqual([]);
    latest().events.open();
    expect(latest().said).toEqual([{ type: 'hello', ...CREDENTIALS }]);
    expect(states).toEqual([{ phase: 'starting' }]);
    latest().tell({ type: 'state', state: OFF });
    expect(states.at(-1)).toEqual(OFF);
  });

  test('without a link opens nothing and says why', () => {
    const { wires, states } = open(null);
    expect(wires).toEqual([]);
    expect(states).toMatchObject([{ phase: 'failed', code: 'no-link' }]);
  });

  test.each([
    ['link-used', PAGE_CLOSED.linkUsed],
    ['link-unknown', PAGE_CLOSED.linkUnknown],
    ['too-many-tabs', PAGE_CLOSED.tooMany],
    ['ended', PAGE_CLOSED.ended],
  ])('that is refused with %s says so and does not knock again', (reason, code) => {
    const { latest, states, timers, wires } = open();
    latest().events.open();
    latest().events.close(code);
    timers.advance(60_000);
    expect(states.at(-1)).toMatchObject({ phase: 'failed', code: reason });
    expect(wires).toHaveLength(1);
  });

  test('believes only what is in the contract', () => {
    const { latest, states } = letIn();
    for (const text of ['', '{', 'null', '{"type":"state","state":{"phase":"on"}}', '{"type":"x"}'])
      latest().events.message(text);
    expect(states.at(-1)).toEqual(OFF);
  });

  test('takes out no invitations', () => {
    const { bridge } = letIn();
    expect(bridge.watchInvitations(() => expect.unreachable())()).toBeUndefined();
  });
});

describe('a lost connection', () => {
  test('is shown without claiming anything, and comes back by itself', () => {
    const { latest, states, timers, wires } = letIn();
    const messenger = {
      id: 'whatsapp',
      name: 'WhatsApp',
      colour: 'green',
      chosen: true,
      condition: 'works',
      purposes: [],
      hasWebApp: true,
      inUseSince: 5,
    };
    latest().tell({ type: 'state', state: { ...OFF, messengers: [messenger] } });
    latest().events.close(BROKEN);
    expect(states.at(-1)).toMatchObject({
      phase: 'lost',
      attempt: 1,
      messengers: [{ condition: 'idle', inUseSince: null }],
    });
    timers.advance(250);
    expect(wires).toHaveLength(2);
    latest().events.open();
    latest().tell({ type: 'state', state: OFF });
    expect(states.at(-1)).toEqual(OFF);
  });

  test('is tried again ever more seldom, and given up after twenty seconds', () => {
    const { latest, states, timers, wires, comeBack } = letIn();
    latest().events.close(BROKEN);
    const times: number[] = [];
    while (states.at(-1)?.phase !== 'failed' && times.length < 50) {
      const before = wires.length;
      while (wires.length === before) timers.advance(50);
      times.push(timers.now());
      latest().events.close(BROKEN);
    }
    expect(times.slice(0, 5)).toEqual([250, 750, 1750, 3750, 7750]);
    expect(states.at(-1)).toMatchObject({ phase: 'failed', code: 'gone' });
    const tried = wires.length;
    timers.advance(600_000);
    expect(wires).toHaveLength(tried);
    comeBack();
    expect(wires).toHaveLength(tried + 1);
    latest().events.open();
    latest().tell({ type: 'state', state: OFF });
    expect(states.at(-1)).toEqual(OFF);
  });

  test('before anything was known is still the start', () => {
    const { latest, states } = open();
    latest().events.close(BROKEN);
    expect(states.at(-1)).toEqual({ phase: 'starting' });
  });
});

describe('a call', () => {
  test('made before the connection waits for it', async () => {
    const { bridge, latest } = open();
    const answer = bridge.call('connect', {});
    latest().events.open();
    expect(latest().said).toHaveLength(1);
    latest().tell({ type: 'state', state: OFF });
    expect(latest().said[1]).toEqual({ type: 'call', id: 1, command: 'connect', args: {} });
    latest().tell({ type: 'done', id: 1, value: null });
    expect(await answer).toEqual({ ok: true, value: null });
  });

  test('that is refused tells the reason', async () => {
    const { bridge, latest } = letIn();
    const answer = bridge.call('openWindow', { messenger: 'whatsapp' });
    latest().tell({ type: 'not-done', id: 1, code: 'no-program' });
    expect(await answer).toEqual({ ok: false, error: { code: 'no-program' } });
  });

  test('that is never answered times out; one that may take longer is given longer', async () => {
    const { bridge, timers, latest } = letIn();
    const [short, long] = [bridge.call('connect', {}), bridge.call('testWay', { id: 'x' })];
    timers.advance(15_000);
    expect(await short).toEqual({ ok: false, error: { code: 'timed-out' } });
    latest().tell({ type: 'done', id: 2, value: { outcome: 'works', at: 1, seconds: 2 } });
    expect(await long).toMatchObject({ ok: true });
  });

  test('that was under way when the connection broke is lost, and not made a second time', async () => {
    const { bridge, timers, latest } = letIn();
    const answer = bridge.call('connect', {});
    latest().events.close(BROKEN);
    expect(await answer).toEqual({ ok: false, error: { code: 'engine-lost' } });
    timers.advance(250);
    latest().events.open();
    latest().tell({ type: 'state', state: OFF });
    expect(latest().said).toEqual([{ type: 'hello', ...CREDENTIALS }]);
  });

  test('made after the end is answered at once', async () => {
    const { bridge, latest } = letIn();
    latest().events.close(PAGE_CLOSED.ended);
    expect(await bridge.call('quit', {})).toEqual({ ok: false, error: { code: 'engine-lost' } });
  });

  test('whose answer does not fit the contract is refused', async () => {
    const { bridge, latest } = letIn();
    const answer = bridge.call('about', {});
    latest().tell({ type: 'done', id: 1, value: { shell: 'spoon' } });
    expect(await answer).toEqual({ ok: false, error: { code: 'internal' } });
  });
});

describe('a stream', () => {
  const item = (at: number) => ({ at, level: 'info', code: 'x', text: 'y' });

  test('is asked for once however many watch, and let go with the last', () => {
    const { bridge, latest } = letIn();
    const seen: number[][] = [[], []];
    const stops = seen.map((list) =>
      bridge.watchStream('log', (items) => void list.push(...items.map(({ at }) => at))),
    );
    latest().tell({ type: 'items', stream: 'log', items: [item(1), item(2)] });
    const late: number[] = [];
    stops.push(bridge.watchStream('log', (items) => void late.push(...items.map(({ at }) => at))));
    expect([...seen, late]).toEqual([
      [1, 2],
      [1, 2],
      [1, 2],
    ]);
    for (const stop of stops) stop();
    expect(latest().said.slice(1)).toEqual([
      { type: 'watch', stream: 'log' },
      { type: 'unwatch', stream: 'log' },
    ]);
  });

  test('goes on after a lost connection, and tells nothing twice', () => {
    const { bridge, latest, timers } = letIn();
    const seen: number[] = [];
    bridge.watchStream('log', (items) => void seen.push(...items.map(({ at }) => at)));
    latest().tell({ type: 'items', stream: 'log', items: [item(1), item(2)] });
    latest().events.close(BROKEN);
    timers.advance(250);
    latest().events.open();
    latest().tell({ type: 'state', state: OFF });
    expect(latest().said[1]).toEqual({ type: 'watch', stream: 'log' });
    latest().tell({ type: 'items', stream: 'log', items: [item(1), item(2), item(3)] });
    latest().tell({ type: 'items', stream: 'log', items: [item(3)] });
    expect(seen).toEqual([1, 2, 3, 3]);
  });

  test('of items that do not fit is not believed', () => {
    const { bridge, latest } = letIn();
    bridge.watchStream('traffic', () => expect.unreachable());
    latest().tell({ type: 'items', stream: 'traffic', items: [{ at: 1 }] });
  });
});
