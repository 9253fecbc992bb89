import type { Duplex } from 'node:stream';
import { SocksClient, type SocksClientOptions } from 'socks';
import type { HostPort } from '../../model/address.ts';
import type { StreamDialer } from '../../model/dialer.ts';
import { classify } from '../classify.ts';
import { breakFailure, proxyError } from './failure.ts';
import { readUntil, type Taken } from './read-until.ts';
import { SocksPort } from './socks-port.ts';
import { readSocks4, readSocks5, type SocksReading } from './socks-reply.ts';
import {
  isPlainHost,
  PROXY_TIMEOUT_MS,
  type ProxyOptions,
  throughUpstream,
  type Upstream,
} from './upstream.ts';

export type SocksVersion = 'socks5' | 'socks4a';

/**
 * Dials through a SOCKS5 server (RFC 1928, user and password by RFC 1929) or a SOCKS4a one (user only). Names go
 * to the server unresolved. Rejects with NetError('proxy', 'x_proxy_…') or the signal's reason.
 */
export function createSocksDialer(
  inner: StreamDialer,
  version: SocksVersion,
  upstream: Upstream,
  options: ProxyOptions = {},
): StreamDialer {
  const { timeoutMs = PROXY_TIMEOUT_MS } = options;
  return {
    async dial(target, dialOptions) {
      if (!isPlainHost(target.host)) throw proxyError('x_proxy_forbidden_target');
      if (!hasRoomFor(version, upstream)) throw proxyError('x_proxy_bad_credentials');
      const talk = async (stream: Duplex, signal: AbortSignal): Promise<Duplex> => {
        await negotiateSocks(stream, version, { command: 'connect', target }, upstream, timeoutMs, signal);
        return stream;
      };
      return throughUpstream(inner, upstream, version, talk, dialOptions, options);
    },
  };
}

/** What a SOCKS server is asked for. */
export interface SocksWish {
  readonly command: 'connect' | 'associate';
  readonly target: HostPort;
}

/**
 * Asks a SOCKS server over a stream to it; resolves once that was granted, to all the server has said. Rejects with
 * NetError('proxy', 'x_proxy_…') or the signal's reason.
 */
export async function negotiateSocks(
  stream: Duplex,
  version: SocksVersion,
  wish: SocksWish,
  upstream: Upstream,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<Buffer> {
  const passwordOffered = upstream.credentials !== undefined;
  const read = (bytes: Buffer): SocksReading =>
    version === 'socks5' ? readSocks5(bytes, passwordOffered) : readSocks4(bytes);
  let heard = Buffer.alloc(0);
  const port = new SocksPort(stream);
  const take = (chunk: Buffer): Taken<null> | undefined => {
    for (let at = 0; at < chunk.length; at += 1) {
      const byte = chunk.subarray(at, at + 1);
      heard = Buffer.concat([heard, byte]);
      const { failure } = read(heard);
      if (failure !== null) throw proxyError(failure);
      port.feed(byte);
      // Nothing we found wrong, but out of turn for the package.
      if (port.destroyed) throw proxyError('x_proxy_not_a_proxy');
      if (port.finished) return { value: null, rest: chunk.subarray(at + 1) };
    }
    return undefined;
  };
  try {
    // Its error carries our options, password and all: what it says is read from the bytes instead.
    const client = new SocksClient(request(version, upstream, wish, timeoutMs));
    client.on('error', () => undefined);
    client.connect(port);
    await readUntil(stream, signal, take);
    return heard;
  } catch (error) {
    port.destroy();
    signal.throwIfAborted();
    const { operation, failure } = classify(error, 'read');
    throw operation === 'proxy' ? error : proxyError(breakFailure(failure, read(heard).ifEnded));
  } finally {
    port.detach();
  }
}

function request(
  version: SocksVersion,
  { host, port, credentials }: Upstream,
  { command, target }: SocksWish,
  timeout: number,
): SocksClientOptions {
  return {
    command,
    destination: { host: target.host, port: target.port },
    proxy: {
      type: version === 'socks5' ? 5 : 4,
      host,
      port,
      ...(credentials === undefined ? {} : { userId: credentials.username, password: credentials.password }),
    },
    timeout,
  };
}

/** What the protocol has room for: 255 bytes each in SOCKS5, a user name without a zero byte in SOCKS4. */
export function hasRoomFor(version: SocksVersion, { credentials }: Upstream): boolean {
  if (credentials === undefined) return true;
  const { username, password } = credentials;
  if (version === 'socks4a')
    return password === '' && Buffer.byteLength(username) <= 255 && !username.includes('\0');
  return Buffer.byteLength(username) <= 255 && Buffer.byteLength(password) <= 255;
}
