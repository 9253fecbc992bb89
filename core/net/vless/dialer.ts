import type { StreamDialer } from '../../model/dialer.ts';
import { type Carriage, carry } from '../carriage/carriage.ts';
import { proxyError } from '../proxy/failure.ts';
import { encodeHost, encodePort } from '../proxy/target-address.ts';
import { TunnelStream } from '../proxy/tunnel-stream.ts';
import { isPlainHost, type ProxyOptions, throughUpstream, type Upstream } from '../proxy/upstream.ts';
import { createReplySkipper } from './reply.ts';

const VERSION = 0;
const NO_ADDONS = 0;
const CONNECT = 1;
const TYPES = { ipv4: 1, name: 2, ipv6: 3 };

export interface VlessOptions extends ProxyOptions {
  readonly carriage: Carriage;
  /** PEMs that the server's certificate is checked against. */
  readonly roots: readonly string[];
}

/**
 * Dials through a VLESS server (XTLS's protocol, version 0, without flow) inside TLS. The credentials' user name is the
 * person's UUID. Its answer comes with the target's first bytes, so a wrong UUID shows only then, as a break. Rejects with
 * NetError('proxy', 'x_proxy_…'), NetError('tls', …), or the signal's reason.
 */
export function createVlessDialer(
  inner: StreamDialer,
  upstream: Upstream,
  options: VlessOptions,
): StreamDialer {
  const { roots, carriage } = options;
  const uuid = Buffer.from((upstream.credentials?.username ?? '').replaceAll('-', ''), 'hex');
  return {
    async dial(target, dialOptions) {
      if (!isPlainHost(target.host)) throw proxyError('x_proxy_forbidden_target');
      const request = Buffer.concat([
        Buffer.from([VERSION]),
        uuid,
        Buffer.from([NO_ADDONS, CONNECT]),
        encodePort(target.port),
        encodeHost(target.host, TYPES),
      ]);
      return throughUpstream(
        inner,
        upstream,
        'vless',
        async (stream, signal) => {
          const { trace } = dialOptions;
          const tunnel = await carry(stream, upstream, carriage, {
            roots,
            signal,
            ...(trace === undefined ? {} : { trace }),
          });
          tunnel.write(request);
          return new TunnelStream(tunnel, {
            encode: (chunk) => chunk,
            decode: createReplySkipper(),
            ended: () => null,
          });
        },
        dialOptions,
        options,
      );
    },
  };
}
