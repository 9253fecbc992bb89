import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { EngineBridge, State } from './contract.ts';
import { systemClock } from './engine.ts';
import { connectEngine, forkedEngine } from './link.ts';
import { startDataCentre } from './measure/testing/chat-servers.ts';
import { scratchFolder } from './testing/daemon.ts';
import { givePort } from './testing/given-port.ts';
import { writeLoopbackResources } from './testing/loopback-resources.ts';
import type { TestServer } from './testing/servers.ts';

let folder = '';
let place: TestServer;
let engine: EngineBridge | null = null;
const children: ChildProcess[] = [];
const program = join(scratchFolder().path, 'engine.cjs');

beforeAll(() =>
  build({
    entryPoints: [join(import.meta.dirname, 'testing', 'engine-process.ts')],
    outfile: program,
    ...{ bundle: true, platform: 'node', target: 'node20.19', format: 'cjs', logLevel: 'warning' },
    external: ['cpu-features'],
  }),
);
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'footbridge-process-'));
  place = await startDataCentre();
  writeLoopbackResources(join(folder, 'resources'), [
    { messenger: 'open', purpose: 'chat', port: place.port },
  ]);
});
afterEach(async () => {
  await engine?.close();
  await place.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 20 });
});

function start(): { readonly engine: EngineBridge; readonly states: readonly State[] } {
  const states: State[] = [];
  engine = connectEngine({
    clock: systemClock,
    spawn() {
      const paths = [join(folder, 'home'), join(folder, 'resources')];
      const child = fork(program, paths, {
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      });
      children.push(child);
      return forkedEngine(child);
    },
  });
  engine.watchState((state) => states.push(state));
  return { engine, states };
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

test('an engine killed while connected is lost, started again, and connects by itself on its port (W6)', async () => {
  const port = await givePort(join(folder, 'home'));
  const { engine: shell, states } = start();
  const is = (phase: State['phase']) =>
    expect.poll(() => states.at(-1)?.phase, { timeout: 15_000, interval: 20 }).toBe(phase);
  await is('off');
  await shell.call('connect', {});
  await is('on');
  const portOf = (state: State | undefined) => (state?.phase === 'on' ? state.proxy.port : 0);
  expect(portOf(states.at(-1))).toBe(port);
  expect(await answers(port)).toBe(true);

  children.at(-1)?.kill('SIGKILL');
  await is('lost');
  expect(states.at(-1)).toMatchObject({ attempt: 1, messengers: [{ name: 'open', condition: 'idle' }] });
  expect(await answers(port)).toBe(false);
  await is('on');
  expect(portOf(states.at(-1))).toBe(port);
  const since = states.slice(states.findIndex(({ phase }) => phase === 'lost')).map(({ phase }) => phase);
  expect(since.filter((phase, index) => phase !== since[index - 1])).toEqual(['lost', 'searching', 'on']);

  const last = children.at(-1);
  await shell.close();
  expect([children.length, last?.exitCode, await answers(port)]).toEqual([2, 0, false]);
}, 40_000);

test('an engine whose shell is gone closes its proxy and ends by itself', async () => {
  const { engine: shell, states } = start();
  await expect.poll(() => states.at(-1)?.phase, { timeout: 15_000 }).toBe('off');
  await shell.call('connect', {});
  await expect.poll(() => states.at(-1)?.phase, { timeout: 15_000 }).toBe('on');
  const child = children.at(-1);
  if (child === undefined) throw new Error('no process');
  const ended = once(child, 'exit');
  const closing = shell.close();
  child.disconnect();
  const [code]: unknown[] = await ended;
  expect(code).toBe(0);
  await closing;
}, 40_000);

test('a program that cannot be started has failed after five tries (W6)', async () => {
  const states: State[] = [];
  engine = connectEngine({
    clock: { ...systemClock, sleep: (ms, signal) => systemClock.sleep(ms / 50, signal) },
    spawn: () => forkedEngine(fork(join(folder, 'no-such-file.cjs'), [], { stdio: 'ignore' })),
  });
  engine.watchState((state) => states.push(state));
  await expect.poll(() => states.at(-1)?.phase, { timeout: 15_000 }).toBe('failed');
}, 40_000);
