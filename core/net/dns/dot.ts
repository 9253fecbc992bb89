import { type OperatorAccess, secureTo } from './operator-access.ts';
import { type ClosableResolver, createSessionResolver } from './session-resolver.ts';
import { createStreamSession } from './stream-session.ts';

const DOT_PORT = 853;

/** DNS over TLS (RFC 7858, strict profile) to an operator; `dot:ID`. */
export function createDotResolver(access: OperatorAccess): ClosableResolver {
  const { operator, clock, random, idleMs } = access;
  const port = operator.dot?.port ?? DOT_PORT;
  return createSessionResolver(`dot:${operator.id}`, {
    clock,
    random,
    channel: 'encrypted',
    addresses: operator.addresses,
    openTo: async (address, options) => createStreamSession(await secureTo(address, port, access, options)),
    ...(idleMs !== undefined && { idleMs }),
  });
}
