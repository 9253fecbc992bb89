import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { onTestFinished } from 'vitest';
import type { IpFamily } from '../../model/address.ts';
import { NetError } from '../../model/failure.ts';
import type { Resolver } from '../../model/resolver.ts';
import type { Step } from '../../model/trace.ts';
import { closedAfterTest } from '../../testing/closed-after-test.ts';
import { startBlackhole, startServer, type TestServer } from '../../testing/servers.ts';

/** A TCP server on loopback that is closed after the test. */
export function server(...options: Parameters<typeof startServer>): Promise<TestServer> {
  return closedAfterTest(startServer(...options));
}

/** A loopback port that swallows SYNs (Linux), until the test is over. */
export function blackhole() {
  return closedAfterTest(startBlackhole());
}

/** Knows one name, `chat.test`; rejects with dns_nxdomain_error for others, dns_no_answer where it has no address. */
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

/** For dials that nobody calls off: it is never aborted. */
export const { signal } = new AbortController();

/** The socket that was dialled, destroyed after the test. Rejects as the dial does, and where the stream is no socket. */
export async function dialled(dialing: Promise<Duplex>): Promise<Socket> {
  const stream = await dialing;
  if (!(stream instanceof Socket)) throw new Error('not a socket');
  onTestFinished(() => void stream.destroy());
  return stream;
}

/** A trace that keeps its steps; `connects` tells each connect as its address and its failure, or `ok`. */
export function traced() {
  const steps: Step[] = [];
  const connects = () =>
    steps.flatMap((step) =>
      step.operation === 'connect' ? [`${step.address.host} ${step.failure ?? 'ok'}`] : [],
    );
  return { steps, connects, trace: (step: Step) => steps.push(step) };
}
