import type { Duplex } from 'node:stream';
import type { HostPort } from './address.ts';
import type { Trace } from './trace.ts';

/** Bounds how many handshakes are under way to one address: censors police look-alike bursts. */
export interface AddressGate {
  /** Waits for a place; the returned function gives it back (idempotent). */
  enter(address: string, signal: AbortSignal): Promise<() => void>;
}

export interface DialOptions {
  /** Aborting destroys every socket the dial opened. Once the dial has resolved the stream is the caller's and the signal no longer matters. */
  readonly signal: AbortSignal;
  readonly trace?: Trace;
  /** Whom the stream is for: what passes through Tor for one goes by circuits of its own. */
  readonly isolation?: string;
  /** Held from the TCP connect until the first server byte, the end of the stream, or its death. */
  readonly gate?: AddressGate;
}

/** Opens a byte stream to a target; wraps another dialer. Rejects with NetError or the signal's reason. */
export interface StreamDialer {
  dial(target: HostPort, options: DialOptions): Promise<Duplex>;
}

export interface Packet {
  readonly from: HostPort;
  readonly data: Uint8Array;
}

/** A flow of datagrams; `receive` rejects once closed. */
export interface PacketSocket {
  send(data: Uint8Array, to: HostPort): Promise<void>;
  receive(signal: AbortSignal): Promise<Packet>;
  close(): void;
}

export interface PacketDialer {
  bind(options: DialOptions): Promise<PacketSocket>;
}
