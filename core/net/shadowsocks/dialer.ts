import type { PacketDialer, StreamDialer } from '../../model/dialer.ts';
import type { Random } from '../../model/time.ts';
import { packetsThrough } from '../packets-through.ts';
import { proxyError } from '../proxy/failure.ts';
import { encodeAddress } from '../proxy/target-address.ts';
import { isPlainHost, type ProxyOptions, throughUpstream, type Upstream } from '../proxy/upstream.ts';
import { systemClock } from '../system-clock.ts';
import { findMethod, type Method, masterKey } from './method.ts';
import { createPackets } from './packets.ts';
import { createPackets2022 } from './packets-2022.ts';
import { prefixed } from './prefix.ts';
import { createSaltMemory } from './salt-memory.ts';
import { shadowsocksStream } from './stream.ts';

export interface ShadowsocksOptions extends ProxyOptions {
  readonly random: Random;
  /** What each connection begins with (`readPrefix`). */
  readonly prefix?: Uint8Array | undefined;
}

/**
 * Dials through a Shadowsocks server with an AEAD cipher (SIP004, SIP022); the credentials' user name is the method. The server
 * says nothing before the target does: a dial succeeds as soon as the server is connected to. Names go to it unresolved.
 * Rejects with NetError('proxy', 'x_proxy_…') or the signal's reason; throws RangeError for an unknown method, or a key
 * that is none of it.
 */
export function createShadowsocksDialer(
  inner: StreamDialer,
  upstream: Upstream,
  options: ShadowsocksOptions,
): StreamDialer {
  const { method, master } = keyOf(upstream);
  const { clock = systemClock, random } = options;
  const salts = createSaltMemory(clock);
  return {
    async dial(target, dialOptions) {
      if (!isPlainHost(target.host)) throw proxyError('x_proxy_forbidden_target');
      const parts = {
        method,
        master,
        salt: prefixed(random.bytes(method.keyBytes), options.prefix),
        address: encodeAddress(target),
        clock,
        random,
        salts,
      };
      return throughUpstream(
        inner,
        upstream,
        'ss',
        async (stream) => shadowsocksStream(stream, parts),
        dialOptions,
        options,
      );
    },
  };
}

/**
 * Datagrams through a Shadowsocks server (SIP004, SIP022 §3.2), over datagrams to it. It says nothing of a wrong key, or of
 * carrying none: then nothing comes back. Throws as `createShadowsocksDialer` does.
 */
export function createShadowsocksPacketDialer(
  inner: PacketDialer,
  upstream: Upstream,
  { clock = systemClock, random }: ShadowsocksOptions,
): PacketDialer {
  const { method, master } = keyOf(upstream);
  const server = { host: upstream.host, port: upstream.port };
  return {
    async bind(dialOptions) {
      const codec =
        method.edition === 2022
          ? createPackets2022(method, master, clock, random)
          : createPackets(method, master, random);
      return packetsThrough(await inner.bind(dialOptions), server, codec);
    },
  };
}

function keyOf({ credentials }: Upstream): { readonly method: Method; readonly master: Uint8Array } {
  const { username = '', password = '' } = credentials ?? {};
  const method = findMethod(username);
  if (method === undefined) throw new RangeError('no such Shadowsocks method');
  const master = masterKey(password, method);
  if (master === undefined) throw new RangeError('no key of this Shadowsocks method');
  return { method, master };
}
