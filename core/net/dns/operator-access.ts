import type { TLSSocket } from 'node:tls';
import type { StreamDialer } from '../../model/dialer.ts';
import type { Operator } from '../../model/operators.ts';
import type { ResolveOptions } from '../../model/resolver.ts';
import type { Clock, Random } from '../../model/time.ts';
import { secure } from '../tls-client.ts';

/** What it takes to speak to an operator over streams. */
export interface OperatorAccess {
  readonly operator: Operator;
  /** Dials IP literals. */
  readonly dialer: StreamDialer;
  /** PEMs the operator's certificate is checked against. */
  readonly roots: readonly string[];
  readonly clock: Clock;
  readonly random: Random;
  /** Milliseconds (of real time) an unused connection is kept; 10,000 unless given. */
  readonly idleMs?: number;
}

/**
 * TLS to one of an operator's addresses, checked against its certificate's name, or, where it has none, against
 * the address itself with no server name sent for a censor to read.
 */
export async function secureTo(
  address: string,
  port: number,
  { operator, dialer, roots, clock }: OperatorAccess,
  { signal, trace, alpn }: ResolveOptions & { alpn?: readonly string[] },
): Promise<TLSSocket> {
  const stream = await dialer.dial({ host: address, port }, { signal, ...(trace && { trace }) });
  return secure(stream, {
    serverName: operator.certificateName ?? null,
    verifyName: operator.certificateName ?? address,
    address,
    roots,
    clock,
    signal,
    ...(trace && { trace }),
    ...(alpn && { alpn }),
  });
}
