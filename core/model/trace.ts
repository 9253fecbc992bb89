import type { HostPort } from './address.ts';
import type { Failure } from './failure.ts';

/** What one step of an attempt saw. Times are monotonic milliseconds; `failure` is null on success. */
interface StepBase {
  readonly startedAt: number;
  readonly endedAt: number;
  readonly failure: Failure | null;
}

export interface ResolveStep extends StepBase {
  readonly operation: 'resolve';
  /** Which kind of address was asked for; absent where both were at once. */
  readonly family?: 4 | 6;
  readonly name: string;
  /** The resolver's text form: `system`, `doh:quad9`, … */
  readonly resolver: string;
  readonly addresses: readonly string[];
}

export interface ConnectStep extends StepBase {
  readonly operation: 'connect';
  readonly address: HostPort;
}

export interface ProxyStep extends StepBase {
  readonly operation: 'proxy';
  readonly protocol: string;
}

/** One certificate of the chain a server showed, its own first. */
export interface ShownCertificate {
  /** Common name or organisation of its subject. */
  readonly name: string;
  /** In lower-case hexadecimal. */
  readonly sha256: string;
  /** DER, base64. */
  readonly data: string;
}

/** What both sides agreed on, and what the other side showed, of a certificate that somebody trusted vouches for. */
export interface TlsSession {
  /** `TLSv1.3`, … */
  readonly version: string;
  /** IANA's name. */
  readonly cipher: string;
  /** Empty where none was agreed on. */
  readonly alpn: string;
  /** DER in base64, the host's own first, the root left out. Empty where the root was added on this computer. */
  readonly certificates: readonly string[];
}

export interface TlsStep extends StepBase {
  readonly operation: 'tls';
  readonly serverName: string;
  /** Where known: the address the handshake went to. */
  readonly address?: string;
  /** Issuer's common name or organisation of a certificate that was refused. */
  readonly issuer?: string;
  /** The whole chain, where it was asked for. */
  readonly chain?: readonly ShownCertificate[];
  /** As far as the handshake got: a name that does not fit comes after it. */
  readonly session?: TlsSession;
  /** Which hello was sent: Node's own, or the recorded browser's. */
  readonly hello: 'node' | 'chrome';
}

/** The first server bytes after our first flight, seen by the local proxy. */
export interface ReadStep extends StepBase {
  readonly operation: 'read';
  readonly address?: string;
  readonly bytes: number;
}

/** What is left of an HTTP answer as soon as it was read: block pages and portals print the address of who reads them. */
export interface HttpAnswer {
  readonly status: number;
  /** Scheme, host and port of where it leads; nothing else of that. */
  readonly location?: string;
  /** Of as much of the body as was read. */
  readonly bodySha256?: string;
  /** Which known block page it is (resources/block-pages.json). */
  readonly fingerprint?: string;
}

export interface DialogueStep extends StepBase {
  readonly operation: 'dialogue';
  readonly protocol: string;
  readonly answer?: HttpAnswer;
  /** Where it went by datagrams: to whom, and the bytes that were sent and that came. */
  readonly datagrams?: { readonly address: HostPort; readonly sent: number; readonly received: number };
}

/** Cumulative bytes at a moment, in milliseconds since the request (OONI df-008 `bytes_received_cumulative`). */
export interface CurvePoint {
  readonly ms: number;
  readonly bytes: number;
}

export interface BulkStep extends StepBase {
  readonly operation: 'bulk';
  /** What had come by when, where it was watched. */
  readonly curve?: readonly CurvePoint[];
  readonly bytes: number;
  readonly bytesPerSecond: number;
}

export type Step = ResolveStep | ConnectStep | ProxyStep | TlsStep | ReadStep | DialogueStep | BulkStep;

/** Receives every step as it ends; must not throw. */
export type Trace = (step: Step) => void;
