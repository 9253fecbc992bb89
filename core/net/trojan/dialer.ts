import { createHash } from 'node:crypto';
import type { HostPort } from '../../model/address.ts';
import type { StreamDialer } from '../../model/dialer.ts';
import { type CarriedOptions, createCarriedDialer } from '../carriage/carried-dialer.ts';
import { encodeAddress } from '../proxy/target-address.ts';
import type { Upstream } from '../proxy/upstream.ts';

const CRLF = Buffer.from('\r\n');
const CONNECT = Buffer.from([1]);

/**
 * Dials through a Trojan server (trojan-gfw's protocol): its request, and then the target's own bytes, inside TLS. The
 * credentials' user name is the password. A server that does not know the password answers as a web site would; that
 * shows only in what the target seems to say. Rejects with NetError('proxy', 'x_proxy_…'), NetError('tls', …), or the
 * signal's reason.
 */
export function createTrojanDialer(
  inner: StreamDialer,
  upstream: Upstream,
  options: CarriedOptions,
): StreamDialer {
  const password = createHash('sha224')
    .update(upstream.credentials?.username ?? '', 'utf8')
    .digest('hex');
  const request = (target: HostPort) =>
    Buffer.concat([Buffer.from(password), CRLF, CONNECT, encodeAddress(target), CRLF]);
  return createCarriedDialer(inner, upstream, { name: 'trojan', request }, options);
}
