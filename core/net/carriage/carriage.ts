import type { Duplex } from 'node:stream';
import type { HostPort } from '../../model/address.ts';
import type { Trace } from '../../model/trace.ts';
import type { CertificatePins } from '../certificate-pin.ts';
import { classify } from '../classify.ts';
import { tlsFailure } from '../proxy/failure.ts';
import { secure } from '../tls-client.ts';
import { openWebSocketStream } from './web-socket-stream.ts';

/** What a protocol that hides among web sites is carried in, on the way to its server: TLS, and a web socket where asked for. */
export interface Carriage {
  /** What the hello asks for, and the name the server's certificate must be for; its own host unless given. */
  readonly serverName?: string;
  /** The certificate's name, where that is another. */
  readonly certificateName?: string;
  /** What the server's certificate itself must be, whoever vouches for it. */
  readonly pins?: CertificatePins;
  readonly webSocket?: {
    /** Begins with a slash. */
    readonly path: string;
    /** The Host header; the server's name unless given. */
    readonly host?: string;
  };
}

export interface CarriageOptions {
  readonly roots: readonly string[];
  readonly signal: AbortSignal;
  readonly trace?: Trace;
}

/**
 * Puts the carriage over a stream to a server. The certificate is always checked. Rejects with NetError('tls', …),
 * NetError('proxy', 'x_proxy_…') where the server speaks something else or is not the pinned one, or the signal's reason.
 */
export async function carry(
  stream: Duplex,
  { host }: HostPort,
  { serverName = host, certificateName = serverName, pins, webSocket }: Carriage,
  { roots, signal, trace }: CarriageOptions,
): Promise<Duplex> {
  const tunnel = await secure(stream, {
    serverName,
    verifyName: certificateName,
    roots,
    ...(pins === undefined ? {} : { pins }),
    // Over HTTP/2 a web socket is asked for differently.
    ...(webSocket === undefined ? {} : { alpn: ['http/1.1'] }),
    signal,
    ...(trace === undefined ? {} : { trace }),
  }).catch((error) => {
    signal.throwIfAborted();
    throw tlsFailure(classify(error, 'tls'));
  });
  if (webSocket === undefined) return tunnel;
  return openWebSocketStream(tunnel, { path: webSocket.path, host: webSocket.host ?? serverName }, signal);
}
