// Our local proxy alone, for the proofs of bench/, which may not import it: they start this program and ask it by IPC.
// `--streams` makes every relay take the fall-back through Node's streams.
import { Socket } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { createLocalProxy } from '../core/local-proxy/index.ts';
import type { StreamDialer } from '../core/model/dialer.ts';
import { NetError } from '../core/model/failure.ts';
import type { RouteTable } from '../core/model/route.ts';
import { createDirectDialer } from '../core/net/direct.ts';
import { udpDialer } from '../core/net/packet.ts';
import { systemClock, systemRandom } from '../core/net/system-clock.ts';

/** A target `p1.p2.test` is routed: first to port 1 of loopback, then to port 2, and so on. */
const ROUTED = /^(p\d+\.)+test$/;

/** A relay takes over sockets themselves, never something that is built on one. */
class KeptSocket extends Socket {}

const plain = createDirectDialer({
  resolver: { id: 'none', resolve: () => Promise.reject(new NetError('resolve', 'dns_nxdomain_error')) },
});
const kept: StreamDialer = {
  async dial(target, options) {
    const socket = await plain.dial(target, options);
    Object.setPrototypeOf(socket, KeptSocket.prototype);
    return socket;
  },
};
const direct = process.argv.includes('--streams') ? kept : plain;

const table: RouteTable = {
  decide: ({ host }) => {
    if (!ROUTED.test(host)) return { kind: 'direct' };
    const rungs = [...host.matchAll(/\d+/g)].map(([port]) => ({
      id: port,
      kind: 'strategy' as const,
      label: port,
      dialer: {
        dial: (_target, options) => direct.dial({ host: '127.0.0.1', port: Number(port) }, options),
      } satisfies StreamDialer,
    }));
    return { kind: 'route', key: { messenger: 'whatsapp', purpose: 'web' }, rungs, replayable: 'tls' };
  },
  decideDatagram: () => ({ kind: 'direct' }),
  isForged: () => false,
  failed: () => undefined,
  carried: () => undefined,
  froze: () => undefined,
};

const proxy = await createLocalProxy({
  table,
  direct,
  directPackets: udpDialer,
  pacNames: () => [],
  clock: systemClock,
  random: systemRandom,
});

process.on('message', async () => {
  // What a first collection finds dead may hold more that only then can go.
  globalThis.gc?.();
  await setImmediate();
  globalThis.gc?.();
  const { rss, heapUsed, external } = process.memoryUsage();
  process.send?.({
    rss,
    live: heapUsed + external,
    handles: process.getActiveResourcesInfo().length,
    connections: proxy.connections(),
  });
});
process.on('disconnect', () => process.exit());
process.send?.({ port: proxy.port });
