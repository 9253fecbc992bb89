import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { afterEach } from 'vitest';
import type { IpFamily } from '../../model/address.ts';
import { NetError } from '../../model/failure.ts';
import type { Resolver } from '../../model/resolver.ts';
import type { Step } from '../../model/trace.ts';
import { startBlackhole, startServer, type TestServer } from '../../testing/servers.ts';

export const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

export async function server(...options: Parameters<typeof startServer>): Promise<TestServer> {
  const started = await startServer(...options);
  cleanups.push(started.close);
  return started;
}

export async function blackhole() {
  const hole = await startBlackhole();
  cleanups.push(hole.close);
  return hole;
}

/** Knows one name, `chat.test`. */
export function resolverOf(ipv4: readonly string[], ipv6: readonly string[] = []): Resolver {
  const known: Record<IpFamily, readonly string[]> = { 4: ipv4, 6: ipv6 };
  return {
    id: 'system',
    async resolve(name, family) {
      if (name !== 'chat.test') throw new NetError('resolve', 'dns_nxdomain_error');
      if (known[family].length === 0) throw new NetError('resolve', 'dns_no_answer');
      return { addresses: known[family], ttl: 60 };
    },
  };
}

export const { signal } = new AbortController();

export async function dialled(dialing: Promise<Duplex>): Promise<Socket> {
  const stream = await dialing;
  if (!(stream instanceof Socket)) throw new Error('not a socket');
  cleanups.push(async () => void stream.destroy());
  return stream;
}

export function traced() {
  const steps: Step[] = [];
  const connects = () =>
    steps.flatMap((step) =>
      step.operation === 'connect' ? [`${step.address.host} ${step.failure ?? 'ok'}`] : [],
    );
  return { steps, connects, trace: (step: Step) => steps.push(step) };
}
