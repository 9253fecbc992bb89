import type { Duplex } from 'node:stream';
import type { HostPort } from '../model/address.ts';
import { NetError } from '../model/failure.ts';
import type { Decision } from '../model/route.ts';
import type { Transport } from '../model/transport.ts';
import { onAbort } from '../net/abort.ts';
import { bareStream } from '../net/bare.ts';
import { classify } from '../net/classify.ts';
import { type Deadline, withDeadline } from '../net/deadline.ts';
import { roundTrip } from '../net/round-trip.ts';
import { awaitAnswer } from './first-answer.ts';
import type { ReplayKind } from './first-flight.ts';
import type { Limits } from './limits.ts';
import { isNear } from './target.ts';
import type { House, Visit } from './visit.ts';

export type RouteDecision = Extract<Decision, { kind: 'route' }>;

/** A server that was reached, and by which transport. */
export interface Reached {
  readonly server: Duplex;
  readonly transport: Transport;
}

/** The rungs that may carry to a target, streams or datagrams: what is near is never asked of somebody's server. */
export function usableRungs({ rungs }: RouteDecision, target: HostPort): readonly Transport[] {
  return isNear(target) ? rungs.filter(({ kind }) => kind !== 'server') : rungs;
}

/** Dials rung by rung until one connects. Rejects with the last rung's NetError, or the signal's reason. */
export async function firstToConnect(
  { table, dial, limits }: House,
  { key, rungs }: RouteDecision,
  target: HostPort,
  signal: AbortSignal,
): Promise<Reached> {
  let last = new NetError('connect', 'x_proxy_forbidden_target');
  for (const transport of rungs) {
    const ms = transport === rungs.at(-1) ? limits.dial : limits.rungDial;
    try {
      return {
        server: await dial(transport.dialer, target, { signal, ms, isolation: key.messenger }),
        transport,
      };
    } catch (error) {
      signal.throwIfAborted();
      last = classify(error, 'connect');
      table.failed(key, transport, last);
    }
  }
  throw last;
}

/** What the first rung that answered said, to go to the client first; `answered` where that is a right answer. */
export interface Answered extends Reached {
  readonly answer: Uint8Array;
  readonly answered: boolean;
}

/**
 * Sends a replayable first flight rung by rung until one is answered, all for the same client connection. A rung
 * that is reset, closed, silent or answered by a stranger is told to the table and left. Rejects with the last
 * rung's NetError, or the signal's reason.
 */
export async function firstToAnswer(
  house: House,
  decision: RouteDecision,
  { client, target, signal }: Visit,
  { bytes, kind }: { bytes: Uint8Array; kind: ReplayKind },
): Promise<Answered> {
  const { table, clock, limits } = house;
  let flight = bytes;
  for (let rungs = decision.rungs; ; ) {
    const { server, transport } = await firstToConnect(house, { ...decision, rungs }, target, signal);
    rungs = rungs.slice(rungs.indexOf(transport) + 1);
    const ms = rungs.length === 0 ? limits.lastAnswer : patience({ server, transport }, limits);
    try {
      const bare = await send(server, flight, { signal, ms, operation: 'write', clock });
      const answer = await awaitAnswer({ client, server: bare, flight, kind, ms, clock, signal });
      if (answer.kind === 'failed') {
        flight = answer.flight;
        throw answer.error;
      }
      const answered = answer.kind === 'answered';
      if (answered) table.carried(decision.key, transport);
      return { server: bare, transport, answer: answer.bytes, answered };
    } catch (error) {
      server.destroy();
      signal.throwIfAborted();
      const failure = classify(error, 'read');
      table.failed(decision.key, transport, failure);
      if (rungs.length === 0) throw failure;
    }
  }
}

/** Writes a first flight; the stream to go on with. A shaper may be left once the flight is out, if it was not read. */
function send(server: Duplex, flight: Uint8Array, deadline: Deadline): Promise<Duplex> {
  return withDeadline(
    deadline,
    (signal) =>
      new Promise((resolve, reject) => {
        const unlink = onAbort(signal, () => reject(signal.reason));
        server.write(flight, (error) => {
          unlink();
          if (error) reject(classify(error, 'write'));
          else resolve(bareStream(server));
        });
      }),
  );
}

/**
 * How long to wait for the first bytes before moving on: ten round trips, for a lost segment or two and a slow
 * handshake, but no less than the limit (a kernel's second retransmission comes about three seconds after the
 * first sending). Behind somebody's server lies a second way of unknown length, so twice that.
 */
function patience({ server, transport }: Reached, { firstAnswer }: Limits): number {
  const ms = Math.max(firstAnswer, 10 * (roundTrip(server) ?? 0));
  return transport.kind === 'server' ? 2 * ms : ms;
}
