import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { StreamItem } from './contract.ts';
import { startPersonsServer } from './engine/testing.ts';
import { systemClock } from './engine.ts';
import { startDataCentre } from './measure/testing/chat-servers.ts';
import type { Clock } from './model/time.ts';
import { givePort } from './testing/given-port.ts';
import { startServer } from './testing/servers.ts';
import { hear } from './testing/streams.ts';
import {
  add,
  DONE,
  folders,
  opened,
  place,
  shut,
  startEngine,
  tunnel,
  withOwnFolder,
} from './testing/window.ts';

withOwnFolder();

/** The computer's clock, whose time can be moved on while what sleeps goes on sleeping. */
function createShiftedClock(): Clock & { shift(ms: number): void } {
  let shifted = 0;
  return {
    ...systemClock,
    monotonic: () => systemClock.monotonic() + shifted,
    shift(ms) {
      shifted += ms;
    },
  };
}

/** Which of the two depends on what the controls of a computer without a network say. */
const NOTHING = expect.stringMatching(/^(blocked|waiting)$/);

describe('an engine in a window’s hands', () => {
  test('goes from off over searching to on and back, and a second time on the same port (W1)', async () => {
    const kept = await givePort(folders().home);
    const { engine, phase, phases, is, card, port } = startEngine([
      { messenger: 'open', purpose: 'chat', port: await place() },
    ]);
    await is(() => phase() === 'off');
    expect(await engine.call('connect', {})).toEqual(DONE);
    await is(() => phase() === 'on');
    expect(card('open')).toMatchObject({
      condition: 'works',
      purposes: [{ route: { transport: { kind: 'plain' }, proof: 'dialogue' } }],
    });
    expect(port()).toBe(kept);
    expect(await engine.call('disconnect', {})).toEqual(DONE);
    expect(phases()).toEqual(['starting', 'off', 'searching', 'on', 'stopping', 'off']);
    expect(card('open')).toMatchObject({ condition: 'idle' });
    await engine.call('connect', {});
    await is(() => phase() === 'on');
    expect(port()).toBe(kept);
  });

  test('sees real use of a messenger, and counts its bytes, but not its own proofs (U1, U2, W4)', async () => {
    const clock = createShiftedClock();
    const echo = await opened(startServer((socket) => socket.pipe(socket)));
    const target = await place();
    const { engine, phase, is, card, port } = startEngine(
      [
        { messenger: 'open', purpose: 'chat', port: target },
        { messenger: 'open', purpose: 'web', port: echo.port, byAddress: true },
      ],
      clock,
    );
    const traffic: StreamItem<'traffic'>[] = [];
    engine.watchStream('traffic', (items) => traffic.push(...items));
    await engine.call('connect', {});
    await is(() => phase() === 'on');
    expect(card('open')?.inUseSince).toBeNull();

    const app = await tunnel(port(), echo.port);
    for (let turn = 0; turn < 3; turn++) {
      app.write('hello');
      expect(await hear(app, 5)).toBe('hello');
      clock.shift(5000);
    }
    await is(() => typeof card('open')?.inUseSince === 'number');
    await is(() => traffic.some(({ up }) => up > 0));
    expect(traffic.filter(({ up }) => up > 0)).toMatchObject([{ messenger: 'open', up: 15, down: 15 }]);
  });

  test('that finds nothing is on nevertheless, and a server given then carries what was missing (W1, W7)', async () => {
    const server = await opened(startPersonsServer(await opened(startDataCentre())));
    const { engine, phase, is, card, known, states } = startEngine([
      { messenger: 'shut', purpose: 'chat', port: await shut() },
    ]);
    await engine.call('connect', {});
    await is(() => phase() === 'on');
    expect(card('shut')).toMatchObject({ condition: NOTHING, purposes: [{ route: null }] });

    const described = await engine.call('describeLinks', { text: `Try this: ${server.link} !` });
    if (!described.ok) throw new Error(described.error.code);
    const [proposal] = described.value.proposals;
    expect(proposal).toMatchObject({ kind: 'socks5', port: server.port, hasPassword: true, isLocal: true });
    expect([proposal?.isKnown, described.value.problems]).toEqual([false, []]);
    expect([server.accepted(), known().ways]).toEqual([0, []]);

    const accepted = await engine.call('acceptProposals', { tokens: [proposal?.token ?? ''] });
    await is(() => card('shut')?.condition === 'works');
    expect(accepted).toEqual({ ok: true, value: { ids: known().ways.map(({ id }) => id) } });
    expect(card('shut')?.purposes[0]?.route?.transport).toMatchObject({ kind: 'server' });
    expect(JSON.stringify(states)).not.toContain(server.username);
    expect(await engine.call('acceptProposals', { tokens: [proposal?.token ?? ''] })).toEqual({
      ok: false,
      error: { code: 'not-found' },
    });
  });

  test('does not cut what works when more is chosen and added while it is on (W7)', async () => {
    const echo = await opened(startServer((socket) => socket.pipe(socket)));
    const target = await place();
    const { engine, phase, is, card, port } = startEngine([
      { messenger: 'open', purpose: 'chat', port: target },
      { messenger: 'open', purpose: 'web', port: echo.port, byAddress: true },
      { messenger: 'more', purpose: 'chat', port: target, isSuggested: false },
    ]);
    await engine.call('connect', {});
    await is(() => phase() === 'on');
    const before = card('open')?.purposes[0]?.route;
    const app = await tunnel(port(), echo.port);

    expect(await engine.call('chooseMessengers', { ids: ['more', 'icq'] })).toMatchObject({ ok: false });
    expect(await engine.call('chooseMessengers', { ids: ['more', 'open', 'more'] })).toEqual(DONE);
    await is(() => card('more')?.condition === 'works');
    expect(phase()).toBe('on');
    expect(card('open')?.purposes[0]?.route).toEqual(before);
    app.write('still here');
    expect(await hear(app, 10)).toBe('still here');

    await engine.call('chooseMessengers', { ids: ['more'] });
    await is(() => card('open')?.chosen === false);
    expect(card('open')).toMatchObject({ condition: 'idle', purposes: [{ route: null }, { route: null }] });
    expect(JSON.parse(readFileSync(join(folders().home, 'settings.json'), 'utf8'))).toMatchObject({
      messengers: ['more'],
    });
  });

  test('whose server is taken away looks for another way', async () => {
    const server = await opened(startPersonsServer(await opened(startDataCentre())));
    const { engine, phase, is, card, known } = startEngine([
      { messenger: 'shut', purpose: 'chat', port: await shut() },
    ]);
    await add(engine, server.link);
    await engine.call('connect', {});
    await is(() => phase() === 'on');
    expect(card('shut')?.condition).toBe('works');
    const [way] = known().ways;
    expect(await engine.call('removeWay', { id: way?.id ?? '' })).toEqual(DONE);
    await is(() => card('shut')?.purposes[0]?.route === null);
    expect(card('shut')?.condition).toEqual(expect.stringMatching(/searching|blocked|waiting/));
    expect(known().ways).toEqual([]);
  });
});
