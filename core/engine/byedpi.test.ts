import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { DESYNC_METHODS, type DesyncMethod } from '../model/sidecar.ts';
import { createDirectDialer } from '../net/direct.ts';
import { systemClock } from '../net/system-clock.ts';
import { startDesyncEngine } from '../sidecars/desync.ts';
import { createEngineLog } from '../sidecars/log.ts';
import { listensOnLoopbackOnly } from '../sidecars/loopback.ts';
import { startBareEngine } from '../testing/bare-engine.ts';
import { openBareSidecars, sidecarsManifest } from '../testing/bare-sidecars.ts';
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
  return { greet, pids: sidecars.pids, echo };
}

test.skipIf(program === undefined)(
  'where byedpi is installed, it goes to the addresses that our resolver finds, by each method, on both families, and is started again when it ends (B3, B5, B9)',
  async () => {
    const { greet, pids, echo } = await startWays();
    for (const method of DESYNC_METHODS) {
      const { heard, steps } = await greet(method);
      expect(heard.equals(HELLO), method).toBe(true);
      expect(steps).toEqual(['connect null']);
    }
    expect(pids.length).toBe(DESYNC_METHODS.length);
    process.kill(pids[0] ?? 0, 'SIGKILL');
    await expect.poll(() => pids.length).toBe(DESYNC_METHODS.length + 1);
    expect((await greet('disorder')).heard.equals(HELLO)).toBe(true);

    const engine = sidecarsManifest.engines.find(({ id }) => id === 'byedpi');
    if (engine === undefined) throw new Error('not in the manifest');
    let pid = 0;
    const log = createEngineLog([]);
    const run = await startDesyncEngine(
      {
        ...{ engine, path: program ?? '', method: ['--oob', '3+s'], env: {}, log },
        clock: systemClock,
        async start(order, onLine) {
          const process = await startBareEngine(order, onLine);
          pid = process.pid;
          return process;
        },
      },
      never,
    );
    onTestFinished(run.end);
    expect(await listensOnLoopbackOnly(pid, run.door.port)).toBe(true);
    // An IPv6 address is one like another.
    const six = await startServer((socket) => void socket.pipe(socket), '::1');
    onTestFinished(six.close);
    const open = async () => run.door;
    const overSix = createDesyncReach('oob', { sidecars: { open }, clock: systemClock });
    const stream = await overSix({ host: '::1', port: six.port }, { signal: never });
    onTestFinished(() => void stream.destroy());
    stream.write(HELLO);
    const [first]: unknown[] = await once(stream, 'data');
    expect(first instanceof Buffer && HELLO.subarray(0, first.length).equals(first)).toBe(true);
    // A name is looked up by our resolver or not at all.
    await expect(overSix({ host: 'localhost', port: echo.port }, { signal: never })).rejects.toMatchObject({
      operation: 'proxy',
    });
    await run.end();
    expect(log.lines()).toEqual([]);
  },
);
