import type { OperatorAccess } from './operator-access.ts';
import { type ClosableResolver, createSessionResolver } from './session-resolver.ts';
import { createStreamSession } from './stream-session.ts';

export const DNS_PORT = 53;

/** DNS over TCP (RFC 7766) to an operator; `tcp:ID`. Where UDP is forged, TCP often is not. */
export function createTcpResolver(
  { operator, dialer, clock, random, idleMs }: Omit<OperatorAccess, 'roots'>,
  port = DNS_PORT,
): ClosableResolver {
  return createSessionResolver(`tcp:${operator.id}`, {
    clock,
    random,
    channel: 'clear',
    addresses: operator.addresses,
    openTo: async (host, options) => createStreamSession(await dialer.dial({ host, port }, options)),
    ...(idleMs !== undefined && { idleMs }),
  });
}
