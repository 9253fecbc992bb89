import type { PaceLimits } from './pace.ts';

/** What other devices can make grow or wait, and how far. Times in milliseconds. */
export interface ShareLimits extends PaceLimits {
  /** Devices that are told apart; more are turned away. */
  readonly devices: number;
  /** Connections at once, in all and of one device. */
  readonly connections: number;
  readonly perDevice: number;
  /** Connections that one device may begin within `window`. */
  readonly begunPerDevice: number;
  readonly window: number;
  /** From accepting a connection until it has said what it wants. */
  readonly handshake: number;
  /** So many wrong passwords are mistakes; each further one doubles how long the device is turned away. */
  readonly mistakes: number;
  readonly firstWait: number;
  readonly longestWait: number;
}

/** Fifty phones with WhatsApp and Telegram open, each holding about a dozen connections, fit. */
export const SHARE_LIMITS: ShareLimits = {
  devices: 128,
  connections: 800,
  perDevice: 64,
  begunPerDevice: 120,
  window: 10_000,
  handshake: 10_000,
  mistakes: 3,
  firstWait: 5_000,
  longestWait: 300_000,
  // A picture goes at once; who fetches films leaves room for the others.
  bytesPerSecond: 4 << 20,
  burst: 16 << 20,
};
