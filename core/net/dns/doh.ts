import { formatHostPort } from '../../model/address.ts';
import { NetError } from '../../model/failure.ts';
import { createHttp2Session } from './http2-session.ts';
import { type OperatorAccess, secureTo } from './operator-access.ts';
import { type ClosableResolver, createSessionResolver } from './session-resolver.ts';

const HTTPS_PORT = 443;
const DOH_PATH = '/dns-query';

/** DNS over HTTPS (RFC 8484) over HTTP/2 to an operator's addresses; `doh:ID`. */
export function createDohResolver(access: OperatorAccess): ClosableResolver {
  const { operator, clock, random, idleMs } = access;
  const port = operator.doh?.port ?? HTTPS_PORT;
  const path = operator.doh?.path ?? DOH_PATH;
  return createSessionResolver(`doh:${operator.id}`, {
    clock,
    random,
    channel: 'encrypted',
    addresses: operator.addresses,
    async openTo(address, options) {
      const stream = await secureTo(address, port, access, { ...options, alpn: ['h2'] });
      if (stream.alpnProtocol !== 'h2') {
        stream.destroy();
        throw new NetError('tls', 'ssl_failed_handshake');
      }
      const authority = formatHostPort({ host: operator.certificateName ?? address, port });
      return createHttp2Session(stream, { authority, path });
    },
    ...(idleMs !== undefined && { idleMs }),
  });
}
