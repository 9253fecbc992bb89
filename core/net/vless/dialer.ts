import type { Duplex } from 'node:stream';
import type { HostPort } from '../../model/address.ts';
import type { PacketDialer, StreamDialer } from '../../model/dialer.ts';
import { type CarriedOptions, createCarriedDialer } from '../carriage/carried-dialer.ts';
import { encodeHost, encodePort } from '../proxy/target-address.ts';
import { TunnelStream } from '../proxy/tunnel-stream.ts';
import type { Upstream } from '../proxy/upstream.ts';
import { createVlessPacketFlow } from './packet-flow.ts';
import { createReplySkipper } from './reply.ts';

const VERSION = 0;
const NO_ADDONS = 0;
/** Commands. */
const [CONNECT, DATAGRAMS] = [1, 2];
const TYPES = { ipv4: 1, name: 2, ipv6: 3 };

/**
 * Dials through a VLESS server (XTLS's protocol, version 0, without flow) inside TLS. The credentials' user name is the
 * person's UUID. Its answer comes with the target's first bytes, so a wrong UUID shows only then, as a break. Rejects with
 * NetError('proxy', 'x_proxy_…'), NetError('tls', …), or the signal's reason.
 */
export function createVlessDialer(
  inner: StreamDialer,
  upstream: Upstream,
  options: CarriedOptions,
): StreamDialer {
  return dialerFor(CONNECT, inner, upstream, options);
}

/**
 * Datagrams through a VLESS server, in a stream for each target of a flow; what comes back by it counts as the target's. Binding
 * contacts nobody, so that a server that fails shows only in that the flow ends.
 */
export function createVlessPacketDialer(
  inner: StreamDialer,
  upstream: Upstream,
  options: CarriedOptions,
): PacketDialer {
  const dialer = dialerFor(DATAGRAMS, inner, upstream, options);
  return { bind: async (dialOptions) => createVlessPacketFlow(dialer, dialOptions) };
}

function dialerFor(
  command: number,
  inner: StreamDialer,
  upstream: Upstream,
  options: CarriedOptions,
): StreamDialer {
  const uuid = Buffer.from((upstream.credentials?.username ?? '').replaceAll('-', ''), 'hex');
  const request = ({ host, port }: HostPort) =>
    Buffer.concat([
      Buffer.from([VERSION]),
      uuid,
      Buffer.from([NO_ADDONS, command]),
      encodePort(port),
      encodeHost(host, TYPES),
    ]);
  const unwrap = (tunnel: Duplex) =>
    new TunnelStream(tunnel, {
      encode: (chunk) => chunk,
      decode: createReplySkipper(),
      ended: () => null,
    });
  return createCarriedDialer(inner, upstream, { name: 'vless', request, unwrap }, options);
}
