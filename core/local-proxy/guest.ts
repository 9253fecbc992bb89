import type { Duplex } from 'node:stream';
import type { HostPort } from '../model/address.ts';
import type { MessengerId } from '../model/messenger.ts';
import { createAddressGate } from '../net/address-gate.ts';
import type { Dial } from './dials.ts';
import type { FirstFlight } from './first-flight.ts';
import type { Refusal } from './refusal.ts';
import { carryRouted } from './routed.ts';
import { isNear } from './target.ts';
import type { House } from './visit.ts';

/** Dials of other devices under way at once: fewer than one target may have, so that apps here find room beside them. */
const DIALS_AT_ONCE = 48;

/** The same dials, each waiting for its turn: phones come all at once when their Wi-Fi does, and all to one server. */
export function inTurns(dial: Dial): Dial {
  const gate = createAddressGate(DIALS_AT_ONCE);
  return async (dialer, target, options) => {
    const leave = await gate.enter('other devices', options.signal);
    try {
      return await dial(dialer, target, options);
    } finally {
      leave();
    }
  };
}

/** A connection of another device, and the one messenger it may be carried for. */
export interface GuestRequest {
  readonly target: HostPort;
  readonly messenger: MessengerId;
  /** What was read of the client already. */
  readonly flight?: FirstFlight;
  /** Tells the client that it may speak; where its first flight was read already there is nothing to tell. */
  readonly accept?: () => void;
  /** Aborted when the client leaves, or is no guest any more. */
  readonly signal: AbortSignal;
}

/** `carried`: it was, and is over. `no-way`: nothing has been said to the client yet but by `accept`. */
export type GuestOutcome =
  | { readonly kind: 'carried' }
  | { readonly kind: 'no-way'; readonly refusal: Refusal; readonly isAccepted: boolean }
  | { readonly kind: 'private-address' }
  | { readonly kind: 'not-a-messenger' };

export type CarryGuest = (client: Duplex, request: GuestRequest) => Promise<GuestOutcome>;

/**
 * Carries another device's connection by the routes that apps here take, and nothing but that: what no route is for, or
 * another messenger's is, goes nowhere, and no address of a private network is reached, by name or as a number. Rejects
 * with the signal's reason.
 */
export async function carryGuest(
  house: House,
  client: Duplex,
  { target, messenger, flight, accept, signal }: GuestRequest,
): Promise<GuestOutcome> {
  if (isNear(target)) return { kind: 'private-address' };
  const decision = house.table.decide(target);
  if (decision.kind === 'direct' || decision.key.messenger !== messenger) return { kind: 'not-a-messenger' };
  let isAccepted = false;
  let refusal: Refusal | null = decision.kind === 'refuse' ? 'forbidden' : null;
  const visit = {
    client,
    target,
    signal,
    accept() {
      if (!isAccepted) accept?.();
      isAccepted = true;
    },
    refuse(why: Refusal) {
      refusal = why;
    },
  };
  if (decision.kind === 'route') await carryRouted(house, visit, decision, flight);
  return refusal === null ? { kind: 'carried' } : { kind: 'no-way', refusal, isAccepted };
}
