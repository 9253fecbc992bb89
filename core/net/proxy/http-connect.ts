import type { Duplex } from 'node:stream';
import { formatHostPort, type HostPort } from '../../model/address.ts';
import type { StreamDialer } from '../../model/dialer.ts';
import type { Trace } from '../../model/trace.ts';
import type { CertificatePins } from '../certificate-pin.ts';
import { classify } from '../classify.ts';
import { secure } from '../tls-client.ts';
import { breakFailure, httpFailure, proxyError, tlsFailure } from './failure.ts';
import { createReplyReader } from './http-reply.ts';
import { readUntil } from './read-until.ts';
import {
  type Credentials,
  isPlainHost,
  type ProxyOptions,
  throughUpstream,
  type Upstream,
} from './upstream.ts';

export interface HttpConnectOptions extends ProxyOptions {
  /** Speak TLS to the proxy and check its certificate for its host against these PEMs, or against what it must itself be. */
  readonly tls?: { readonly roots: readonly string[]; readonly pins?: CertificatePins };
}

/**
 * Dials through an HTTP proxy by CONNECT (RFC 9110 §9.3.6), with Basic credentials where given (RFC 7617,
 * UTF-8). Names go to the proxy unresolved. Rejects with NetError('proxy', 'x_proxy_…'), NetError('tls', …)
 * where the proxy's certificate is not to be trusted, or the signal's reason.
 */
export function createHttpConnectDialer(
  inner: StreamDialer,
  upstream: Upstream,
  options: HttpConnectOptions = {},
): StreamDialer {
  const { tls } = options;
  return {
    async dial(target, dialOptions) {
      if (!isPlainHost(target.host)) throw proxyError('x_proxy_forbidden_target');
      const request = connectRequest(target, upstream.credentials);
      const talk = async (stream: Duplex, signal: AbortSignal): Promise<Duplex> => {
        const tunnel =
          tls === undefined ? stream : await secureUpstream(stream, upstream, tls, signal, dialOptions.trace);
        await ask(tunnel, request, signal);
        return tunnel;
      };
      const protocol = tls === undefined ? 'http-proxy' : 'https-proxy';
      return throughUpstream(inner, upstream, protocol, talk, dialOptions, options);
    },
  };
}

function secureUpstream(
  stream: Duplex,
  { host }: HostPort,
  tls: NonNullable<HttpConnectOptions['tls']>,
  signal: AbortSignal,
  trace: Trace | undefined,
): Promise<Duplex> {
  return secure(stream, {
    serverName: host,
    verifyName: host,
    ...tls,
    // Some front ends would choose HTTP/2, where CONNECT is spoken differently.
    alpn: ['http/1.1'],
    signal,
    ...(trace === undefined ? {} : { trace }),
  }).catch((error) => {
    signal.throwIfAborted();
    throw tlsFailure(classify(error, 'tls'));
  });
}

async function ask(stream: Duplex, request: string, signal: AbortSignal): Promise<void> {
  stream.write(request, 'latin1');
  const status = await readUntil(stream, signal, createReplyReader()).catch((error) => {
    signal.throwIfAborted();
    const { operation, failure } = classify(error, 'read');
    throw operation === 'proxy' ? error : proxyError(breakFailure(failure, 'x_proxy_not_a_proxy'));
  });
  const failure = httpFailure(status);
  if (failure !== null) throw proxyError(failure);
}

function connectRequest(target: HostPort, credentials: Credentials | undefined): string {
  const authority = formatHostPort(target);
  const lines = [`CONNECT ${authority} HTTP/1.1`, `Host: ${authority}`];
  if (credentials !== undefined) lines.push(`Proxy-Authorization: ${basicAuthorization(credentials)}`);
  return `${lines.join('\r\n')}\r\n\r\n`;
}

/** What a proxy is shown by RFC 7617, in UTF-8. */
export function basicAuthorization({ username, password }: Credentials): string {
  return `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`;
}
