import { type Failure, NetError, type Operation } from '../model/failure.ts';
import type { Proof } from '../model/messenger.ts';
import type { ProofOutcome } from '../model/route.ts';
import type { Step } from '../model/trace.ts';
import type { Transport, TransportKind } from '../model/transport.ts';
import { createRouteTable, type LiveRouteTable } from './route-table.ts';

/** A transport for tests of choosing: it has a name and cannot dial. */
export function namedTransport(id: string, kind: TransportKind = 'strategy'): Transport {
  const dialer = { dial: () => Promise.reject(new Error('this transport only has a name')) };
  return { id, label: id, kind, dialer };
}

/** A proof that succeeded with so many bytes; it took no steps and says nothing of speed. */
export function proven(bytes = 100): ProofOutcome {
  return { ok: true, steps: [], bytes, bytesPerSecond: null };
}

/** A proof that failed at an operation, after connecting to `address` when one is given. */
export function unproven(operation: Operation, failure: Failure, address?: string): ProofOutcome {
  const steps: Step[] =
    address === undefined
      ? []
      : [
          {
            operation: 'connect',
            address: { host: address, port: 443 },
            startedAt: 0,
            endedAt: 60,
            failure: null,
          },
        ];
  return { ok: false, steps, error: new NetError(operation, failure) };
}

/** A route table for tests that only set routes and read them: it matches no target and has no fall-backs. */
export function emptyTable(): LiveRouteTable {
  return createRouteTable({
    match: () => null,
    matchDatagram: () => null,
    isForged: () => false,
    onlyThrough: new Set(),
    fallbacks: () => [],
    onTrouble: () => undefined,
  });
}

/** How a network of a test answers each proof over each transport. */
export type Answers = (proof: Proof, transport: Transport) => ProofOutcome | 'silent';
