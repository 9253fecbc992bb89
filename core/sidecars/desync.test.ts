import { once } from 'node:events';
import { createServer } from 'node:net';
import * as fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { DESYNC_METHODS } from '../model/sidecar.ts';
import { systemClock, systemRandom } from '../net/system-clock.ts';
import { startBareEngine } from '../testing/bare-engine.ts';
import { sidecarsManifest } from '../testing/bare-sidecars.ts';
import { check } from '../testing/fuzz.ts';
import { desyncArguments, methodArguments } from './desync.ts';
import type { EngineOrder } from './keeper.ts';
import { startListening } from './listening.ts';
import { createEngineLog } from './log.ts';
import { createSidecars } from './sidecars.ts';

const never = new AbortController().signal;
const byedpi = sidecarsManifest.engines.filter(({ id }) => id === 'byedpi');
const all = DESYNC_METHODS.flatMap((method) =>
  (['linux', 'win32', 'darwin', 'aix'] as const).map((platform) => ({
    ...{ method, platform },
    told: methodArguments(sidecarsManifest, method, platform),
  })),
);

test('a method is done on the systems that its author says how for, and on no other', () => {
  const known = all.filter(({ told }) => told !== undefined);
  expect(known.map(({ method, platform }) => `${method} ${platform}`)).toEqual([
    ...['disorder linux', 'disorder win32'],
    ...['oob linux', 'oob win32', 'oob darwin'],
    ...['fake linux', 'fake win32'],
  ]);
});

test('whatever a method is told, names and datagrams are refused, and the door is on loopback in the end (B9)', () => {
  expect(byedpi.length).toBe(1);
  check(
    fc.property(
      fc.constantFrom(...all.map(({ told }) => told ?? [])),
      fc.integer({ min: 1, max: 65_535 }),
      fc.boolean(),
      (method, port, hasIpv6) => {
        for (const engine of byedpi) {
          const args = desyncArguments(engine, method, { hasIpv6, port });
          expect(args.includes('--conn-ip')).toBe(!hasIpv6);
          expect(args.slice(0, 2)).toEqual(['--no-domain', '--no-udp']);
          expect(args.slice(-4)).toEqual(['--ip', '127.0.0.1', '--port', String(port)]);
          expect(args.filter((arg) => /^-(?:i|p|D|E|-daemon|-transparent)$/.test(arg))).toEqual([]);
        }
      },
    ),
  );
});

/** Listens as a program with a door does; ends where the port is taken. */
const DOOR =
  "require('net').createServer().on('error',()=>process.exit(1)).listen(+process.argv.at(-1),'127.0.0.1')";

test('an engine whose port somebody else takes first gets another one', async () => {
  const ports: number[] = [];
  const { port, end } = await startListening(
    {
      order: (at) => {
        ports.push(at);
        return { path: process.execPath, args: ['-e', DOOR, String(at)], env: {}, input: '' };
      },
      async start(order, onLine) {
        if (ports.length === 1) {
          const thief = createServer().listen(ports[0], '127.0.0.1');
          // Where somebody else has it already, it is taken as well.
          await once(thief, 'listening').catch(() => undefined);
          onTestFinished(() => void thief.close());
        }
        return startBareEngine(order, onLine);
      },
      ...{ log: createEngineLog([]), clock: systemClock },
    },
    never,
  );
  expect(ports.length).toBe(2);
  expect(port).toBe(ports[1]);
  await end();
});

test('an engine that ends for a reason of its own is not tried at other ports', async () => {
  let starts = 0;
  const failed = startListening(
    {
      order: () => ({ path: process.execPath, args: ['-e', 'process.exit(1)'], env: {}, input: '' }),
      start(order, onLine) {
        starts += 1;
        return startBareEngine(order, onLine);
      },
      ...{ log: createEngineLog([]), clock: systemClock },
    },
    never,
  );
  await expect(failed).rejects.toMatchObject({ failure: 'x_proxy_engine_failed' });
  expect(starts).toBe(1);
});

test('what runs for us is known by its names, is told nothing of our environment, and ends with its last user (B4, B9)', async () => {
  const [engine] = byedpi;
  if (engine === undefined) throw new Error('not in the manifest');
  const orders: EngineOrder[] = [];
  const house = createSidecars({
    manifest: { ...sidecarsManifest, engines: [{ ...engine, runArguments: ['-e', DOOR, '--'] }] },
    finder: {
      engine: async () => ({ path: process.execPath, version: '17.3' }),
      program: async () => null,
    },
    start(order, onLine) {
      orders.push(order);
      return startBareEngine(order, onLine);
    },
    env: { SS_PLUGIN_OPTIONS: '--ip 0.0.0.0', SS_LOCAL_PORT: '1', LANG: 'C' },
    ...{ platform: 'linux', folder: '', roots: [], clock: systemClock, random: systemRandom },
    ...{ runningTor: async () => null, onTor: () => undefined, onTrouble: () => undefined },
  });
  expect([...house.commands()]).toEqual([]);
  const [one, other] = [house.session(), house.session()];
  const doors = await Promise.all(
    [one, other].map((session) => session.open({ kind: 'desync', method: 'oob' }, never)),
  );
  expect(doors[0]).toEqual(doors[1]);
  expect(orders.map(({ env, input }) => ({ env, input }))).toEqual([{ env: { LANG: 'C' }, input: '' }]);
  await one.close();
  expect(house.commands()).toEqual(new Set(['ciadpi', 'byedpi']));
  await other.close();
  expect([...house.commands()]).toEqual([]);
  expect(await house.missingFor({ kind: 'desync', method: 'fake' }, never)).toBeNull();
});
