import { createHash } from 'node:crypto';
import type { Duplex } from 'node:stream';
import type { HostPort } from '../../model/address.ts';
import type { PacketDialer, PacketSocket, StreamDialer } from '../../model/dialer.ts';
import { NetError } from '../../model/failure.ts';
import { type CarriedOptions, createCarriedDialer } from '../carriage/carried-dialer.ts';
import { createPacketInbox } from '../packet-inbox.ts';
import { proxyError } from '../proxy/failure.ts';
import { encodeAddress } from '../proxy/target-address.ts';
import { isPlainHost, type Upstream } from '../proxy/upstream.ts';
import { createTrojanUnwrapper, wrapTrojanPacket } from './packets.ts';

const CRLF = Buffer.from('\r\n');
/** Commands. */
const [CONNECT, ASSOCIATE] = [1, 3];
/** Each datagram says whom it is for. */
const ANYWHERE: HostPort = { host: '0.0.0.0', port: 0 };
/** What may wait for the connection; what comes on top is dropped. Bytes. */
const MOST_UNSENT = 1 << 20;

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
  return dialerFor(CONNECT, inner, upstream, options);
}

/**
 * Datagrams through a Trojan server, in a stream of their own for each flow, which ends with it. Rejects as the stream's dialer
 * does; one that carries none says nothing of it.
 */
export function createTrojanPacketDialer(
  inner: StreamDialer,
  upstream: Upstream,
  options: CarriedOptions,
): PacketDialer {
  const dialer = dialerFor(ASSOCIATE, inner, upstream, options);
  return { bind: async (dialOptions) => flowOver(await dialer.dial(ANYWHERE, dialOptions)) };
}

function flowOver(stream: Duplex): PacketSocket {
  const inbox = createPacketInbox();
  const unwrap = createTrojanUnwrapper();
  const end = (failure: 'connection_reset' | 'connection_already_closed') => {
    inbox.end(new NetError('read', failure));
    stream.destroy();
  };
  stream.on('error', () => undefined);
  for (const event of ['end', 'close']) stream.once(event, () => end('connection_reset'));
  stream.on('data', (chunk: Buffer) => {
    try {
      for (const packet of unwrap(chunk)) inbox.deliver(packet);
    } catch {
      end('connection_reset');
    }
  });
  if (stream.destroyed) end('connection_reset');
  return {
    async send(data, to) {
      if (!isPlainHost(to.host)) throw proxyError('x_proxy_forbidden_target');
      const ended = inbox.ended();
      if (ended !== undefined) throw ended;
      // Nobody waits for a datagram.
      if (stream.writableLength < MOST_UNSENT) stream.write(wrapTrojanPacket(data, to));
    },
    receive: inbox.receive,
    close: () => end('connection_already_closed'),
  };
}

function dialerFor(
  command: number,
  inner: StreamDialer,
  upstream: Upstream,
  options: CarriedOptions,
): StreamDialer {
  const password = createHash('sha224')
    .update(upstream.credentials?.username ?? '', 'utf8')
    .digest('hex');
  const request = (target: HostPort) =>
    Buffer.concat([Buffer.from(password), CRLF, Buffer.of(command), encodeAddress(target), CRLF]);
  return createCarriedDialer(inner, upstream, { name: 'trojan', request }, options);
}
