import type { Duplex } from 'node:stream';
import type { HostPort } from '../model/address.ts';
import type { StreamDialer } from '../model/dialer.ts';
import type { RequestProxy } from '../model/network-proxy.ts';
import type { RouteTable } from '../model/route.ts';
import type { Clock } from '../model/time.ts';
import type { Dial } from './dials.ts';
import type { Limits } from './limits.ts';
import type { Refusal } from './refusal.ts';
import { hardClose } from './streams.ts';
import type { TrafficListener } from './use-watch.ts';
import type { Wish } from './wish.ts';

/** What the flows of all connections have in common. */
export interface House {
  readonly table: RouteTable;
  readonly direct: StreamDialer;
  readonly requestProxy: (target: HostPort, signal: AbortSignal) => Promise<RequestProxy | null>;
  readonly dial: Dial;
  readonly clock: Clock;
  readonly limits: Limits;
  /** Told of real traffic, where somebody wants to know. */
  readonly traffic?: TrafficListener;
  /** Aborted when the proxy closes. */
  readonly closing: AbortSignal;
}

/** One client that wants a tunnel. `signal` is aborted when it leaves. */
export interface Visit {
  readonly client: Duplex;
  readonly target: HostPort;
  readonly signal: AbortSignal;
  /** Tells the client that its tunnel is open; what it sends from then on is meant for the target. Once only. */
  accept(): void;
  /** Tells the client why there is no tunnel; where it was told otherwise already, resets its connection. */
  refuse(refusal: Refusal): void;
}

/** A visit whose replies are those of the wish, so that a flow need not know which proxy protocol its client speaks. */
export function openVisit(
  client: Duplex,
  { target, accepted, refused }: Extract<Wish, { kind: 'tunnel' }>,
  signal: AbortSignal,
): Visit {
  let isAccepted = false;
  return {
    client,
    target,
    signal,
    accept() {
      if (!isAccepted) client.write(accepted);
      isAccepted = true;
    },
    refuse(refusal) {
      if (isAccepted) hardClose(client);
      else sayGoodbye(client, refused(refusal));
    },
  };
}

/** Writes last words and ends; what the client still sends is read away, for unread bytes would turn the end into a reset. */
export function sayGoodbye(client: Duplex, words: Uint8Array): void {
  client.end(words);
  client.resume();
}
