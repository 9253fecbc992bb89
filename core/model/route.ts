import type { HostPort } from './address.ts';
import type { AddressGate } from './dialer.ts';
import type { NetError } from './failure.ts';
import type { MessengerId, Proof, Purpose } from './messenger.ts';
import type { Step, Trace } from './trace.ts';
import type { Transport } from './transport.ts';

/** What a route is for. */
export interface RouteKey {
  readonly messenger: MessengerId;
  readonly purpose: Purpose;
}

/** What the local proxy should do with a connection. */
export type Decision =
  /** Not a messenger's, or one that needs no help: straight out. */
  | { readonly kind: 'direct' }
  /** Rungs to try in order inside one client connection; `replayable` allows a retry for first flights that are not TLS. */
  | {
      readonly kind: 'route';
      readonly key: RouteKey;
      readonly rungs: readonly Transport[];
      readonly replayable: 'tls' | 'noise' | 'obfuscated2';
    }
  /** Only-through-these-ways, and none is left. */
  | { readonly kind: 'refuse'; readonly key: RouteKey };

/** The finder's answer to the local proxy; the local proxy is the finder's sensor. */
export interface RouteTable {
  /** By name or by address range. Cheap and synchronous: called for each connection. */
  decide(target: HostPort): Decision;
  /** The same for a datagram: what is a messenger's is so on any port, and anywhere in its published ranges. */
  decideDatagram(target: HostPort): Decision;
  /** Whether an address the app asked for is a bogon or a known block page, so that the SNI counts instead. */
  isForged(address: string): boolean;
  /** A transport failed before the first server byte of a real connection. */
  failed(key: RouteKey, transport: Transport, error: NetError): void;
  /** A transport carried the first server bytes of a real connection. */
  carried(key: RouteKey, transport: Transport): void;
  /** A real connection went silent after `bytes` bytes: new connections should move. */
  froze(key: RouteKey, transport: Transport, bytes: number): void;
}

/** One transport reachable through the local proxy's own port by a one-time user name and password. */
export interface Pin {
  readonly proxy: HostPort;
  readonly username: string;
  readonly password: string;
  /** Forgets the credentials and ends dials still under way with them; open streams go on. */
  release(): void;
}

/** The local proxy's side door for proofs: same port, same path, one chosen transport, no retry. */
export interface PinBoard {
  pin(transport: Transport, options: { trace: Trace; gate?: AddressGate }): Pin;
}

export type ProofOutcome =
  | {
      readonly ok: true;
      readonly steps: readonly Step[];
      readonly bytes: number;
      readonly bytesPerSecond: number | null;
    }
  | { readonly ok: false; readonly steps: readonly Step[]; readonly error: NetError };

/** One proof that was tried over one transport. */
export interface Attempt {
  readonly transport: Transport;
  readonly proof: Proof;
  readonly outcome: ProofOutcome;
}

/** Runs one proof through the local proxy over one pinned transport. Rejects only when aborted. */
export interface Prover {
  prove(
    proof: Proof,
    transport: Transport,
    options: { signal: AbortSignal; trace?: Trace; gate?: AddressGate },
  ): Promise<ProofOutcome>;
}
