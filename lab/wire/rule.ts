import * as v from 'valibot';
import { resetToReceiver, resetToSender } from './build.ts';
import type { Direction, Packet, TcpPacket } from './packet.ts';

/** A packet at the censor. `now` is in milliseconds and never jumps. */
export interface Passage {
  readonly packet: Packet;
  readonly direction: Direction;
  readonly now: number;
}

/** A packet made by the censor; `up` goes to the world, `down` to the client. */
export interface Injection {
  readonly packet: Packet;
  readonly direction: Direction;
}

export type Ruling =
  | { readonly verdict: 'pass' }
  | { readonly verdict: 'drop' }
  | { readonly verdict: 'rewrite'; readonly packet: Packet }
  | { readonly verdict: 'answer'; readonly injections: readonly Injection[]; readonly forward: boolean };

export const PASS: Ruling = { verdict: 'pass' };
export const DROP: Ruling = { verdict: 'drop' };

/** One thing a censor does. It sees every packet of both directions, in order. */
export type Rule = (passage: Passage) => Ruling;

/** What the wire gives a rule. */
export interface RuleContext {
  /** A number in [0, 1), the same in every run. */
  random(): number;
  /** Records that the rule was tripped: counted, and written to the event log. */
  hit(detail: Readonly<Record<string, string | number>>): void;
  /** Counts a packet that the rule touched, without a log line. */
  count(what: string): void;
}

export const portSchema = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535));
export const secondsSchema = v.pipe(v.number(), v.minValue(0), v.maxValue(86_400));

/** An address or a CIDR block. */
export const addressSchema = v.union([
  v.pipe(v.string(), v.ip()),
  v.pipe(v.string(), v.regex(/^[\da-f:.]+\/\d{1,3}$/i)),
]);

/** Resets that end a TCP connection at both ends, made from a packet that is not forwarded. */
export function resetBothEnds(packet: TcpPacket, direction: Direction): Ruling {
  const back = direction === 'up' ? 'down' : 'up';
  const injections: Injection[] = [
    { packet: resetToSender(packet), direction: back },
    { packet: resetToReceiver(packet), direction },
  ];
  return { verdict: 'answer', injections, forward: false };
}

/** A reset to whoever sent the packet, which is not forwarded; never answers a reset with a reset. */
export function refuse(packet: Packet, direction: Direction): Ruling {
  if (packet.kind !== 'tcp' || (packet.flags & 4) !== 0) return DROP;
  const back = direction === 'up' ? 'down' : 'up';
  return {
    verdict: 'answer',
    injections: [{ packet: resetToSender(packet), direction: back }],
    forward: false,
  };
}
