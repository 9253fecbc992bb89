import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type EngineBridge, type KnownState, type State, StateSchema, type StreamItem } from './contract.ts';
import { startPersonsServer } from './engine/testing.ts';
import { createHost, systemClock, systemRandom } from './engine.ts';
import { createPortPair } from './link/testing.ts';
import { connectEngine, runEngineProcess } from './link.ts';
import { startDataCentre } from './measure/testing/chat-servers.ts';
import type { Clock } from './model/time.ts';
import { type LoopbackPurpose, writeLoopbackResources } from './testing/loopback-resources.ts';
import { createSeededRandom } from './testing/seeded-random.ts';
import { refusedPort, startServer } from './testing/servers.ts';
import { hear } from './testing/streams.ts';

let folder = '';
let home = '';
const open: { close(): Promise<void> }[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'footbridge-host-'));
  home = join(folder, 'home');
});
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
  rmSync(folder, { recursive: true, force: true });
});

async function opened<T extends { close(): Promise<void> }>(starting: Promise<T>): Promise<T> {
  const started = await starting;
  open.push(started);
  return started;
}

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

/** An engine behind a link, as a shell has it, and what its screens see. */
function start(
  purposes: readonly LoopbackPurpose[],
  clock: Clock = systemClock,
  tamper: () => void = () => undefined,
) {
  const resources = join(folder, 'resources');
  writeLoopbackResources(resources, purposes);
  tamper();
  const states: State[] = [];
  const engine: EngineBridge = connectEngine({
    clock: systemClock,
    spawn() {
      const pair = createPortPair();
      const options = { home, resourceFolders: [resources], clock, random: systemRandom, timeZone: 'UTC' };
      void runEngineProcess(pair.far, () => createHost(options)).then(pair.die);
      return pair.near;
    },
  });
  open.push(engine);
  engine.watchState((state) => states.push(v.parse(StateSchema, state)));
  const known = (): KnownState => {
    const state = states.at(-1);
    if (state === undefined || !('messengers' in state)) throw new Error(`nothing is known: ${state?.phase}`);
    return state;
  };
  const card = (id: string) => known().messengers.find((messenger) => messenger.id === id);
  return {
    engine,
    states,
    known,
    card,
    is: (isSo: () => boolean) => expect.poll(isSo, { timeout: 8000, interval: 10 }).toBe(true),
    phase: () => states.at(-1)?.phase,
    /** The phases that were seen, each once in a row. */
    phases: () => states.map(({ phase }) => phase).filter((phase, index, all) => phase !== all[index - 1]),
    port(): number {
      const state = known();
      if (state.phase !== 'on') throw new Error(`not on: ${state.phase}`);
      return state.proxy.port;
    },
  };
}

/** A tunnel through the local proxy, asked for by SOCKS5 as an app does. */
async function tunnel(proxyPort: number, port: number): Promise<Socket> {
  const socket = connect(proxyPort, '127.0.0.1');
  // Each wait of `hear` listens for errors.
  socket.setMaxListeners(0);
  socket.on('error', () => undefined);
  open.push({ close: async () => void socket.destroy() });
  socket.write(Uint8Array.of(5, 1, 0));
  await hear(socket, 2);
  socket.write(Uint8Array.of(5, 1, 0, 1, 127, 0, 0, 1, port >> 8, port & 255));
  await hear(socket, 10);
  return socket;
}

const place = async () => (await opened(startDataCentre())).port;
const shut = async () => (await refusedPort()).port;
const DONE = { ok: true, value: null };
/** Which of the two depends on what the controls of a computer without a network say. */
const NOTHING = expect.stringMatching(/^(blocked|waiting)$/);

describe('an engine in a window’s hands', () => {
  test('goes from off over searching to on and back, and a second time on the same port (W1)', async () => {
    const { engine, phase, phases, is, card, port } = start([
      { messenger: 'open', purpose: 'chat', port: await place() },
    ]);
    await is(() => phase() === 'off');
    expect(await engine.call('connect', {})).toEqual(DONE);
    await is(() => phase() === 'on');
    expect(card('open')).toMatchObject({
      condition: 'works',
      purposes: [{ route: { transport: { kind: 'plain' }, proof: 'dialogue' } }],
    });
    const first = port();
    expect(await engine.call('disconnect', {})).toEqual(DONE);
    expect(phases()).toEqual(['starting', 'off', 'searching', 'on', 'stopping', 'off']);
    expect(card('open')).toMatchObject({ condition: 'idle' });
    await engine.call('connect', {});
    await is(() => phase() === 'on');
    expect(port()).toBe(first);
  });

  test('sees real use of a messenger, and counts its bytes, but not its own proofs (U1, U2, W4)', async () => {
    const clock = createShiftedClock();
    const echo = await opened(startServer((socket) => socket.pipe(socket)));
    const target = await place();
    const { engine, phase, is, card, port } = start(
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
    const { engine, phase, is, card, known, states } = start([
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
    const { engine, phase, is, card, port } = start([
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
    expect(JSON.parse(readFileSync(join(home, 'settings.json'), 'utf8'))).toMatchObject({
      messengers: ['more'],
    });
  });

  test('whose server is taken away looks for another way', async () => {
    const server = await opened(startPersonsServer(await opened(startDataCentre())));
    const { engine, phase, is, card, known } = start([
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

/** Says yes to a link. */
async function add(engine: EngineBridge, link: string): Promise<string> {
  const described = await engine.call('describeLinks', { text: link });
  if (!described.ok) throw new Error(described.error.code);
  const accepted = await engine.call('acceptProposals', {
    tokens: described.value.proposals.map(({ token }) => token),
  });
  const id = accepted.ok ? accepted.value.ids[0] : undefined;
  if (id === undefined) throw new Error('not accepted');
  return id;
}

describe('the ways of a person', () => {
  test('are named, ordered, shared and told apart by their identifiers', async () => {
    const { engine, known, is } = start([{ messenger: 'open', purpose: 'chat', port: await place() }]);
    const first = await add(engine, 'socks5://u:p@a.example:1080');
    const second = await add(engine, 'http://b.example:3128');
    expect(await engine.call('nameWay', { id: first, name: '  Anna ' })).toEqual(DONE);
    expect(await engine.call('moveWay', { id: second, to: 0 })).toEqual(DONE);
    await is(() => known().ways[1]?.name === 'Anna');
    expect(known().ways).toMatchObject([
      { id: second, name: null, label: 'http-proxy://b.example:3128', hasPassword: false, last: null },
      { id: first, name: 'Anna', label: 'socks5://•••@a.example:1080', hasPassword: true },
    ]);
    expect(await engine.call('shareWay', { id: first })).toEqual({
      ok: true,
      value: { link: 'socks5://u:p@a.example:1080' },
    });
    for (const id of ['server:0', '1']) {
      const gone = { ok: false, error: { code: 'not-found' } };
      expect(await engine.call('removeWay', { id })).toEqual(gone);
      expect(await engine.call('shareWay', { id })).toEqual(gone);
      expect(await engine.call('testWay', { id })).toEqual(gone);
      expect(await engine.call('nameWay', { id, name: '' })).toEqual(gone);
    }
  });

  test('are tested by speaking to a chosen messenger through them alone, on and off (W8)', async () => {
    const server = await opened(startPersonsServer(await opened(startDataCentre())));
    const dead = await refusedPort();
    const { engine, known, phase, is } = start([{ messenger: 'shut', purpose: 'chat', port: await shut() }]);
    const good = await add(engine, server.link);
    const bad = await add(engine, `socks5://${dead.host}:${dead.port}`);
    for (const isOn of [false, true]) {
      if (isOn) {
        await engine.call('connect', {});
        await is(() => phase() === 'on');
      }
      const works = await engine.call('testWay', { id: good });
      expect(works).toMatchObject({ ok: true, value: { outcome: 'works' } });
      const failed = await engine.call('testWay', { id: bad });
      expect(failed).toMatchObject({ ok: true, value: { outcome: 'failed', failure: 'x_proxy_refused' } });
      await is(
        () =>
          known()
            .ways.map(({ last }) => last?.outcome)
            .join() === 'works,failed',
      );
      expect(known().phase).toBe(isOn ? 'on' : 'off');
    }
  });
});

describe('what is kept', () => {
  test('settings hold over a restart of the engine', async () => {
    const purposes = [{ messenger: 'open', purpose: 'chat', port: await place() }];
    const { engine, known, is } = start(purposes);
    expect(await engine.call('changeSettings', { changes: { theme: 'dark', language: 'fa' } })).toEqual(DONE);
    await is(() => known().settings.theme === 'dark');
    await engine.close();
    const again = start(purposes);
    await again.is(() => again.phase() === 'off');
    expect(again.known().settings).toMatchObject({ theme: 'dark', language: 'fa', welcomed: false });
  });

  test('is gone once everything was erased, and nothing new is written (S3)', async () => {
    const { engine, known, phase, is } = start([{ messenger: 'open', purpose: 'chat', port: await place() }]);
    await add(engine, 'socks5://u:p@a.example:1080');
    await engine.call('changeSettings', { changes: { welcomed: true } });
    await engine.call('connect', {});
    await is(() => phase() === 'on');
    expect(readdirSync(home).length).toBeGreaterThan(2);
    expect(await engine.call('eraseEverything', {})).toEqual(DONE);
    await is(() => phase() === 'off' && known().ways.length === 0);
    expect(known()).toMatchObject({ settings: { welcomed: false }, troubles: [] });
    expect(readdirSync(folder)).toEqual(['resources']);
    await engine.call('connect', {});
    await is(() => phase() === 'on');
  });

  test('broken data files are named, and the engine is not started again and again (W6)', async () => {
    const { phase, states, is } = start([], systemClock, () =>
      writeFileSync(join(folder, 'resources', 'controls.json'), '{'),
    );
    await is(() => phase() === 'failed');
    expect(states.at(-1)).toMatchObject({
      code: 'broken-data',
      message: 'controls.json: not JSON',
    });
  });
});

describe('pressed at any moment', () => {
  test('a search is called off, and another press begins anew (W1)', async () => {
    const { engine, phase, is, phases } = start([
      { messenger: 'open', purpose: 'chat', port: await place() },
      { messenger: 'shut', purpose: 'chat', port: await shut() },
    ]);
    await engine.call('connect', {});
    const stopping = engine.call('disconnect', {});
    await engine.call('connect', {});
    expect(await stopping).toEqual(DONE);
    await is(() => phase() === 'on');
    await Promise.all([engine.call('disconnect', {}), engine.call('disconnect', {})]);
    expect(phase()).toBe('off');
    expect(phases().filter((one) => one === 'on')).toHaveLength(1);
  });

  test('closing while it searches leaves nothing behind', async () => {
    const { engine } = start([{ messenger: 'shut', purpose: 'chat', port: await shut() }]);
    await engine.call('connect', {});
    await engine.close();
    expect(await engine.call('connect', {})).toEqual({ ok: false, error: { code: 'engine-lost' } });
  });

  test.each([1, 2, 3])(
    'a hail of presses leaves an engine that still obeys, and nothing open (W1): %#',
    async (seed) => {
      const random = createSeededRandom(seed);
      const data = await opened(startDataCentre());
      const server = await opened(startPersonsServer(data));
      const { engine, phase, is, known } = start([
        { messenger: 'open', purpose: 'chat', port: data.port },
        { messenger: 'shut', purpose: 'chat', port: await shut() },
      ]);
      await is(() => phase() === 'off');
      const anyWay = () => known().ways[0]?.id ?? 'server:0';
      const presses: readonly (() => Promise<unknown>)[] = [
        () => engine.call('connect', {}),
        () => engine.call('connect', {}),
        () => engine.call('disconnect', {}),
        () => engine.call('chooseMessengers', { ids: ['shut'] }),
        () => engine.call('chooseMessengers', { ids: ['open', 'shut'] }),
        () => engine.call('testWay', { id: anyWay() }),
        () => engine.call('removeWay', { id: anyWay() }),
        () => add(engine, server.link).catch(() => undefined),
      ];
      const pressed: Promise<unknown>[] = [];
      for (let count = 0; count < 40; count++) {
        const press = presses[Math.floor(random.uniform() * presses.length)];
        if (press !== undefined) pressed.push(press());
        await systemClock.sleep(random.uniform() * 40);
      }
      await engine.call('chooseMessengers', { ids: ['open'] });
      await engine.call('connect', {});
      await is(() => phase() === 'on');
      await is(() => known().messengers[0]?.condition === 'works');
      await Promise.all(pressed);
      expect(await engine.call('disconnect', {})).toEqual(DONE);
      expect([phase(), known().troubles.filter(({ code }) => code === 'internal')]).toEqual(['off', []]);
      await is(() => data.open() === 0 && server.open() === 0);
    },
  );
});
