import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { formatHostPort, type HostPort } from '../../model/address.ts';
import type { Packet, PacketDialer, StreamDialer } from '../../model/dialer.ts';
import { bareStream } from '../bare.ts';
import { isIp, isPrivate, normaliseIp } from '../ip.ts';
import { packetsThrough } from '../packets-through.ts';
import { proxyError } from './failure.ts';
import { hasRoomFor, negotiateSocks } from './socks.ts';
import { unwrapSocksPacket, wrapSocksPacket } from './socks-packet.ts';
import { decodeAddress } from './target-address.ts';
import { PROXY_TIMEOUT_MS, type ProxyOptions, throughUpstream, type Upstream } from './upstream.ts';

/** We do not know the port we shall send from. */
const ANYWHERE: HostPort = { host: '0.0.0.0', port: 0 };
const USER_PASSWORD = 0x02;
/** Of the chosen method, and of the answer to a user name and password (RFC 1928 §3, RFC 1929 §2). */
const [METHOD_BYTES, LOGIN_BYTES] = [2, 2];
/** Version, reply, reserved: what stands before the address of a reply (RFC 1928 §6). */
const REPLY_HEAD_BYTES = 3;

/**
 * Datagrams through a SOCKS5 server (UDP ASSOCIATE, RFC 1928 §7): asked for over `inner`, carried over `packets`; a flow ends
 * with the connection it was asked for on. Names go to the server unresolved. Rejects with NetError('proxy', 'x_proxy_…') or
 * the signal's reason; a server that carries none is 'x_proxy_forbidden_target'.
 */
export function createSocksPacketDialer(
  inner: StreamDialer,
  packets: PacketDialer,
  upstream: Upstream,
  options: ProxyOptions = {},
): PacketDialer {
  const { timeoutMs = PROXY_TIMEOUT_MS } = options;
  return {
    async bind(dialOptions) {
      if (!hasRoomFor('socks5', upstream)) throw proxyError('x_proxy_bad_credentials');
      const wish = { command: 'associate', target: ANYWHERE } as const;
      const talk = async (stream: Duplex, signal: AbortSignal) => {
        const heard = await negotiateSocks(stream, 'socks5', wish, upstream, timeoutMs, signal);
        const relay = relayOf(heard, addressOf(stream) ?? upstream.host);
        if (relay === undefined) throw proxyError('x_proxy_not_a_proxy');
        return { stream, relay, flow: await packets.bind({ ...dialOptions, signal }) };
      };
      const { stream, relay, flow } = await throughUpstream(
        inner,
        upstream,
        'socks5',
        talk,
        dialOptions,
        options,
      );
      const close = () => {
        stream.destroy();
        flow.close();
      };
      // That it broke is told by its close.
      stream.on('error', () => undefined);
      for (const event of ['end', 'close']) stream.once(event, close);
      // It says no more, but only a stream that is read tells of its end.
      stream.resume();
      if (stream.destroyed) close();
      const isRelays = fromRelay(relay);
      const through = packetsThrough(flow, relay, {
        wrap: wrapSocksPacket,
        unwrap: ({ from, data }) => (isRelays(from) ? unwrapSocksPacket(data) : undefined),
      });
      return { ...through, close };
    },
  };
}

/**
 * Where the server takes datagrams. Many name no address, or one of their own network behind a translation: then it is the one
 * they were reached at. A server outside never sends us to an address inside, whatever it says.
 */
function relayOf(heard: Buffer, server: string): HostPort | undefined {
  const login = heard[1] === USER_PASSWORD ? LOGIN_BYTES : 0;
  const bound = decodeAddress(heard, METHOD_BYTES + login + REPLY_HEAD_BYTES)?.target;
  if (bound === undefined || bound.port === 0) return undefined;
  const isUnspecified = bound.host === '0.0.0.0' || bound.host === '::';
  const isInside = isPrivate(bound.host) && !isPrivate(server);
  return isUnspecified || isInside ? { host: server, port: bound.port } : bound;
}

/** Whom a stream leads to; undefined where it runs through somebody else. */
function addressOf(stream: Duplex): string | undefined {
  const bare = bareStream(stream);
  return bare instanceof Socket ? normaliseIp(bare.remoteAddress ?? '') : undefined;
}

/** Nobody else's datagrams are taken. Of a relay known by name, which another proxy reaches for us, only the port can be told. */
function fromRelay(relay: HostPort): (from: Packet['from']) => boolean {
  if (!isIp(relay.host)) return ({ port }) => port === relay.port;
  const expected = formatHostPort(relay);
  return ({ host, port }) => formatHostPort({ host: normaliseIp(host) ?? host, port }) === expected;
}
