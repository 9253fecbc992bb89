/** Why a device was turned away. */
export const TURNED_AWAY = [
  /** It is not in the network that the address it came to belongs to. */
  'not-of-this-network',
  'blocked',
  'too-many',
  'too-fast',
  /** It has shown a wrong password too often and has to wait. */
  'has-to-wait',
  'wrong-password',
  'no-password',
  /** It came to Telegram's MTProto and did not show the secret; it was told nothing. */
  'wrong-secret',
  /** It asked for an address of a private network. */
  'private-address',
  /** It asked for something that is none of the messenger's. */
  'not-a-messenger',
  /** It spoke something else than the messenger speaks there. */
  'not-its-protocol',
  /** It did not say in time what it wants. */
  'too-slow',
] as const;
export type TurnedAway = (typeof TURNED_AWAY)[number];

/** One connection that was turned away. `device`: its number, null where it was none of ours. */
export interface Turned {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly device: number | null;
  readonly why: TurnedAway;
}

/** A phone, or something else, that came by. */
export interface Device {
  /** Counted from 1 while sharing goes on. */
  readonly id: number;
  readonly address: string;
  /** What the network calls it, where it says so. */
  readonly name: string | null;
  readonly isBlocked: boolean;
  /** Connections open now. */
  readonly open: number;
  /** Bytes from it and to it. */
  readonly up: number;
  readonly down: number;
  /** Connections of it that were turned away. */
  readonly refused: number;
}

/** Why nothing is shared although it was asked for. */
export const SHARE_PROBLEMS = [
  /** This computer has no address in a private network. */
  'no-network',
  /** Neither WhatsApp nor Telegram is chosen. */
  'no-messenger',
  /** The system lets us listen on no port. */
  'cannot-listen',
] as const;
export type ShareProblem = (typeof SHARE_PROBLEMS)[number];

/** Why the person is asked before this network gets anything. */
export const ASK_REASONS = [
  /** Nobody has said yet that it is theirs. */
  'new-network',
  /** It is another one than a moment ago, or the computer slept. */
  'network-changed',
  /** It shows a page to log in on, as those of cafés and hotels do. */
  'public-network',
] as const;
export type AskReason = (typeof ASK_REASONS)[number];

/** Ports for Telegram; null where one could not be had. */
export interface TelegramDoor {
  /** MTProto with a secret, which nobody in the network can overhear. */
  readonly mtproto: number | null;
  /** SOCKS5, whose password goes over the network in clear. */
  readonly socks: number | null;
}

/** What a phone is told for WhatsApp. */
export interface WhatsappDoor {
  /** TLS, for phones that are told nothing but the address; null where that port could not be had. */
  readonly tls: number | null;
  /** Without TLS: what the phone says is encrypted to WhatsApp anyway. */
  readonly plain: number | null;
  readonly media: number | null;
}
