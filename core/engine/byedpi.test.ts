import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { DESYNC_METHODS, type DesyncMethod } from '../model/sidecar.ts';
import { createDirectDialer } from '../net/direct.ts';
import { systemClock } from '../net/system-clock.ts';
import { startDesyncEngine } from '../sidecars/desync.ts';
import { createEngineLog } from '../sidecars/log.ts';
import { listensOnLoopbackOnly } from '../sidecars/loopback.ts';
import { createBareStart } from '../testing/bare-engine.ts';
import { engineOf, openBareSidecars } from '../testing/bare-sidecars.ts';
import { findProgram } from '../testing/daemon.ts';
import { buildHello, inRecords } from '../testing/hellos.ts';
import { startServer } from '../testing/servers.ts';
import { createDesyncReach } from '../transports/desync-reach.ts';

const program = findProgram('ciadpi') ?? findProgram('byedpi');
const never = new AbortController().signal;
const HELLO = inRecords(buildHello({ serverName: 'web.whatsapp.com' }));

/** ByeDPI in our hands, its door in front of a name that leads to a server which repeats what it hears. */
async function startWays() {
  const echo = await startServer((socket) => void socket.pipe(socket));
  onTestFinished(echo.close);
  const sidecars = openBareSidecars([]);
  onTestFinished(sidecars.close);
  const resolver = {
    id: 'doh:nobody',
    resolve: async (_: string, family: 4 | 6) => ({ addresses: family === 4 ? ['127.0.0.1'] : [], ttl: 60 }),
  };
  /** What comes back to a hello, byte for byte what was sent. */
  const greet = async (method: DesyncMethod) => {
    const reach = createDesyncReach(method, { sidecars, clock: systemClock });
    const dialer = createDirectDialer({ resolver, reach });
    const steps: string[] = [];
    const stream = await dialer.dial(
      { host: 'web.whatsapp.com', port: echo.port },
      { signal: never, trace: (step) => steps.push(`${step.operation} ${step.failure}`) },
    );
    stream.on('error', () => undefined);
    stream.write(HELLO);
    let heard = Buffer.alloc(0);
    for await (const chunk of stream) {
      heard = Buffer.concat([heard, chunk]);
      if (heard.length >= HELLO.length) break;
    }
    return { heard, steps };
  };
  return { greet, pids: sidecars.pids };
}

/** Its door, started as it would be on a computer with IPv6 or without. */
async function startDoor(hasIpv6: boolean) {
  const engine = engineOf('byedpi');
  const { start, pid } = createBareStart();
  const log = createEngineLog([]);
  const run = await startDesyncEngine(
    {
      ...{ engine, path: program ?? '', method: ['--oob', '3+s'], env: {}, hasIpv6, log },
      ...{ clock: systemClock, start },
    },
    never,
  );
  onTestFinished(run.end);
  const open = async () => run.door;
  const reach = createDesyncReach('oob', { sidecars: { open }, clock: systemClock });
  const echoAt = async (host: string) => {
    const echo = await startServer((socket) => void socket.pipe(socket), host === 'localhost' ? '::1' : host);
    onTestFinished(echo.close);
    const stream = await reach({ host, port: echo.port }, { signal: never });
    onTestFinished(() => void stream.destroy());
    stream.write(HELLO);
    const [first]: unknown[] = await once(stream, 'data');
    return first instanceof Buffer && HELLO.subarray(0, first.length).equals(first);
  };
  return { echoAt, log, isOnLoopback: await listensOnLoopbackOnly(pid(), run.door.port) };
}

test.skipIf(program === undefined)(
  'where byedpi is installed, it goes to the addresses that our resolver finds, by each method, on both families, and is started again when it ends (B3, B5, B9)',
  async () => {
    const { greet, pids } = await startWays();
    for (const method of DESYNC_METHODS) {
      const { heard, steps } = await greet(method);
      expect(heard.equals(HELLO), method).toBe(true);
      expect(steps).toEqual(['connect null']);
    }
    expect(pids.length).toBe(DESYNC_METHODS.length);
    process.kill(pids[0] ?? 0, 'SIGKILL');
    await expect.poll(() => pids.length).toBe(DESYNC_METHODS.length + 1);
    expect((await greet('disorder')).heard.equals(HELLO)).toBe(true);

    const { echoAt, isOnLoopback, log } = await startDoor(true);
    expect(isOnLoopback).toBe(true);
    expect(await echoAt('127.0.0.1')).toBe(true);
    expect(await echoAt('::1')).toBe(true);
    // A name is looked up by our resolver or not at all.
    await expect(echoAt('localhost')).rejects.toMatchObject({ operation: 'proxy' });
    expect(log.lines()).toEqual([]);

    const withoutIpv6 = await startDoor(false);
    expect(await withoutIpv6.echoAt('127.0.0.1')).toBe(true);
    await expect(withoutIpv6.echoAt('::1')).rejects.toMatchObject({ operation: 'proxy' });
  },
);
