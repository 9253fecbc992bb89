import type { Socket } from 'node:net';
import type { CarryGuest } from '../local-proxy/guest.ts';
import type { TurnedAway } from '../model/share.ts';
import type { Clock } from '../model/time.ts';
import { withDeadline } from '../net/deadline.ts';

/** A connection that was let in, and what its door may do with it. */
export interface Visitor {
  readonly client: Socket;
  /** Aborted when it leaves, is blocked, or sharing ends. */
  readonly signal: AbortSignal;
  readonly carry: CarryGuest;
  readonly clock: Clock;
  /** Milliseconds until it must have said what it wants. */
  readonly handshake: number;
  /** The stream that carries the messenger's bytes, where it is another than the client's. */
  carriedBy(socket: Socket): void;
}

/** What came of a visitor: null where it was carried, or nobody is to blame. */
export type Came = TurnedAway | null;

/** What speaks with phones on one port. Rejects with NetError where a phone says something unreadable, or nothing. */
export type Host = (visitor: Visitor) => Promise<Came>;

/** Runs what a visitor has to get over with in time. */
export function inTime<T>(visitor: Visitor, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const { signal, clock, handshake } = visitor;
  return withDeadline({ signal, ms: handshake, operation: 'read', clock }, work);
}
