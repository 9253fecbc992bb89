import { createHash } from 'node:crypto';
import type { StreamDialer } from '../../model/dialer.ts';
import { type Carriage, carry } from '../carriage/carriage.ts';
import { proxyError } from '../proxy/failure.ts';
import { encodeAddress } from '../proxy/target-address.ts';
import { isPlainHost, type ProxyOptions, throughUpstream, type Upstream } from '../proxy/upstream.ts';

const CRLF = Buffer.from('\r\n');
const CONNECT = Buffer.from([1]);

export interface TrojanOptions extends ProxyOptions {
  readonly carriage: Carriage;
  /** PEMs that the server's certificate is checked against. */
  readonly roots: readonly string[];
}

/**
 * Dials through a Trojan server (trojan-gfw's protocol): its request, and then the target's own bytes, inside TLS. The
 * credentials' user name is the password. A server that does not know the password answers as a web site would; that
 * shows only in what the target seems to say. Rejects with NetError('proxy', 'x_proxy_…'), NetError('tls', …), or the
 * signal's reason.
 */
export function createTrojanDialer(
  inner: StreamDialer,
  upstream: Upstream,
  options: TrojanOptions,
): StreamDialer {
  const { roots, carriage } = options;
  const password = createHash('sha224')
    .update(upstream.credentials?.username ?? '', 'utf8')
    .digest('hex');
  return {
    async dial(target, dialOptions) {
      if (!isPlainHost(target.host)) throw proxyError('x_proxy_forbidden_target');
      const request = [Buffer.from(password), CRLF, CONNECT, encodeAddress(target), CRLF];
      return throughUpstream(
        inner,
        upstream,
        'trojan',
        async (stream, signal) => {
          const { trace } = dialOptions;
          const tunnel = await carry(stream, upstream, carriage, {
            roots,
            signal,
            ...(trace === undefined ? {} : { trace }),
          });
          tunnel.write(Buffer.concat(request));
          return tunnel;
        },
        dialOptions,
        options,
      );
    },
  };
}
