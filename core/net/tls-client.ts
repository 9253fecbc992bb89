import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import {
  checkServerIdentity,
  connect,
  createSecureContext,
  type PeerCertificate,
  type SecureContext,
  type TLSSocket,
} from 'node:tls';
import { type Failure, NetError } from '../model/failure.ts';
import type { Clock } from '../model/time.ts';
import type { ShownCertificate, TlsSession, Trace } from '../model/trace.ts';
import { onAbort } from './abort.ts';
import { bareStream } from './bare.ts';
import { certificateChain } from './certificate-chain.ts';
import { type CertificatePins, isPinned } from './certificate-pin.ts';
import { failureOf, rethrow } from './classify.ts';
import { withDeadline } from './deadline.ts';
import { isIp } from './ip.ts';
import { noteRoundTrip, roundTrip } from './round-trip.ts';
import { shownChain } from './shown-chain.ts';
import { systemClock } from './system-clock.ts';
import { sessionOf } from './tls-session.ts';

const HANDSHAKE_TIMEOUT_MS = 10_000;
/** Of a chain that is looked through for a pinned certificate. */
const MOST_CERTIFICATES = 5;

export interface SecureOptions {
  /** What the ClientHello asks for; null sends no SNI. An address is never sent (RFC 6066 §3). */
  readonly serverName: string | null;
  /** The name or address the certificate must be for. */
  readonly verifyName: string;
  /** PEMs from `trustedRoots()`. */
  readonly roots: readonly string[];
  /** In place of the roots: what the certificate itself must be. */
  readonly pins?: CertificatePins;
  /** A hello that fits into one packet, without the key share of 1.2 kB that OpenSSL sends since 3.5 (ML-KEM). */
  readonly isSmall?: boolean;
  /** Protocols offered, best first. */
  readonly alpn?: readonly string[];
  readonly signal: AbortSignal;
  readonly trace?: Trace;
  /** For the trace: where the stream leads, where known. */
  readonly address?: string;
  /** Whether the trace is to hold the whole chain that the server shows, trusted or not. */
  readonly tellsChain?: boolean;
  /** Milliseconds; 10,000 unless given. */
  readonly timeoutMs?: number;
  /** Milliseconds without a byte, in place of `timeoutMs`: for those who have a deadline of their own around it. */
  readonly silenceMs?: number;
  readonly clock?: Clock;
}

/**
 * TLS over any stream with Node's own ClientHello; the certificate is always checked. Rejects with NetError('tls', …), of the
 * failure `x_proxy_changed_identity` where it is none of the pinned, or the signal's reason, and then destroys the stream.
 * Half-close is not TLS's: the end of one side ends both.
 */
export async function secure(stream: Duplex, options: SecureOptions): Promise<TLSSocket> {
  const { clock = systemClock, signal, serverName, verifyName, address, trace } = options;
  const startedAt = clock.monotonic();
  let issuer: string | undefined;
  let chain: readonly ShownCertificate[] | undefined;
  let session: TlsSession | undefined;
  const traced = (failure: Failure | null) =>
    trace?.({
      operation: 'tls',
      startedAt,
      endedAt: clock.monotonic(),
      failure,
      serverName: serverName ?? verifyName,
      hello: 'node',
      ...(address === undefined ? {} : { address }),
      ...(failure === null || issuer === undefined ? {} : { issuer }),
      ...(chain === undefined ? {} : { chain }),
      ...(session === undefined ? {} : { session }),
    });
  try {
    const { silenceMs, timeoutMs = HANDSHAKE_TIMEOUT_MS } = options;
    const bare = bareStream(stream);
    const deadline = {
      signal,
      ms: silenceMs ?? timeoutMs,
      operation: 'tls',
      clock,
      ...(silenceMs !== undefined && bare instanceof Socket && { progress: () => bare.bytesRead }),
    } as const;
    const socket = await withDeadline(deadline, (limited) =>
      handshake(stream, options, limited, {
        isKnown: (shown, pins) =>
          isPinned(
            certificateChain(shown.getPeerCertificate(true), MOST_CERTIFICATES).certificates,
            pins,
            verifyName,
            clock.now(),
          ),
        onCertificate(shown) {
          issuer = issuerName(shown.getPeerCertificate());
          if (options.tellsChain) chain = shownChain(shown);
        },
        onTrusted(socket, certificate) {
          session = sessionOf(socket, certificate);
        },
      }),
    );
    traced(null);
    return socket;
  } catch (error) {
    stream.destroy();
    traced(failureOf(error, 'tls', signal));
    return rethrow(error, 'tls', signal);
  }
}

interface Listeners {
  /** Whether what was shown is one of the pinned. */
  readonly isKnown: (shown: TLSSocket, pins: CertificatePins) => boolean;
  /** Whatever was shown. */
  readonly onCertificate: (shown: TLSSocket) => void;
  /** Somebody we trust vouches for it; whether it is for that name is looked at next. */
  readonly onTrusted: (socket: TLSSocket, certificate: PeerCertificate) => void;
}

function handshake(
  stream: Duplex,
  { serverName, verifyName, roots, pins, alpn, isSmall }: SecureOptions,
  signal: AbortSignal,
  { isKnown, onCertificate, onTrusted }: Listeners,
): Promise<TLSSocket> {
  if (stream.destroyed || stream.readableEnded || stream.writableEnded) {
    throw new NetError('tls', 'connection_already_closed');
  }
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const socket = connect({
      socket: stream,
      secureContext: contextFor(roots, isSmall ? SMALL_GROUPS : undefined),
      // Nobody vouches for a pinned one: it is looked at itself, before anything is said.
      rejectUnauthorized: pins === undefined,
      checkServerIdentity: (_, certificate) => {
        onTrusted(socket, certificate);
        return checkServerIdentity(verifyName, certificate);
      },
      ...(serverName === null || isIp(serverName) ? {} : { servername: serverName }),
      ...(alpn === undefined ? {} : { ALPNProtocols: [...alpn] }),
    });
    const settle = (outcome: () => void) => {
      stopListening();
      stream.off('error', fail);
      socket.off('secureConnect', succeed).off('error', fail).off('close', closed);
      outcome();
    };
    const fail = (error: unknown) =>
      settle(() => {
        socket.destroy();
        reject(error);
      });
    const closed = () => fail(new NetError('tls', 'eof_error'));
    const succeed = () => {
      if (pins !== undefined && !isKnown(socket, pins))
        return fail(new NetError('tls', 'x_proxy_changed_identity'));
      return settle(() => {
        const ms = roundTrip(stream);
        if (ms !== undefined) noteRoundTrip(socket, ms);
        resolve(socket);
      });
    };
    // Later errors end in 'close'; without a listener one that comes before the caller's would end the process.
    socket.on('error', () => undefined);
    stream.on('error', () => undefined);
    // Node refuses the certificate right after this event, and then it cannot be read any more.
    socket.prependOnceListener('secure', () => onCertificate(socket));
    socket.once('secureConnect', succeed).once('error', fail).once('close', closed);
    stream.once('error', fail);
    const stopListening = onAbort(signal, () => fail(signal.reason));
  });
}

/** Key shares of a hundred bytes at most. */
const SMALL_GROUPS = 'X25519:prime256v1:secp384r1';

const contexts = new WeakMap<readonly string[], Map<string | undefined, SecureContext>>();

/** Reading 150 roots takes milliseconds: done once per list and groups; Node's own groups where none are given. */
function contextFor(roots: readonly string[], groups: string | undefined): SecureContext {
  const known = contexts.get(roots) ?? new Map<string | undefined, SecureContext>();
  const context =
    known.get(groups) ??
    createSecureContext({ ca: [...roots], ...(groups !== undefined && { ecdhCurve: groups }) });
  contexts.set(roots, known.set(groups, context));
  return context;
}

function issuerName({ issuer }: PeerCertificate): string | undefined {
  const name = issuer?.O ?? issuer?.CN;
  return Array.isArray(name) ? name[0] : name;
}
