import type { PacketDialer, StreamDialer } from '../model/dialer.ts';
import { NetError } from '../model/failure.ts';
import type { SidecarDoor, Sidecars, SidecarWish } from '../model/sidecar.ts';
import type { Clock, Random } from '../model/time.ts';
import { udpDialer } from '../net/packet.ts';
import { createSocksDialer } from '../net/proxy/socks.ts';
import { createSocksPacketDialer } from '../net/proxy/socks-packets.ts';
import { PROXY_TIMEOUT_MS } from '../net/proxy/upstream.ts';
import { connectTcp } from '../net/tcp-connect.ts';
import type { EngineElement } from './engine-element.ts';
import { saidOfServer, saidSince } from './engine-said.ts';
import type { Expression } from './expression.ts';
import { isByEngine, type ProxyElement } from './proxy-element.ts';

/** It is on this computer. Milliseconds. */
const DOOR_MS = 2_000;
/** A circuit through three relays may have to be built first. Milliseconds. */
const CIRCUIT_MS = 60_000;
/** How long an engine may take to print why it failed, and between looks. Milliseconds. */
const LAST_WORDS_MS = 300;
const LOOK_MS = 20;

interface Tools {
  readonly sidecars?: Sidecars;
  readonly clock: Clock;
  readonly random: Random;
}

/** What an expression needs an engine for; undefined where it needs none. */
export function engineWish({ desync, hops: [first] }: Expression): SidecarWish | undefined {
  if (desync !== undefined) return { kind: 'desync', method: desync };
  return first?.kind === 'proxy' ? wishOf(first) : undefined;
}

function wishOf(proxy: ProxyElement): SidecarWish | undefined {
  if (proxy.protocol === 'tor') return { kind: 'tor', bridges: proxy.bridges };
  if (!isByEngine(proxy)) return undefined;
  const { protocol, host, port, credentials, options } = proxy;
  return { kind: 'server', server: { protocol, host, port, credentials, options } };
}

/** How the door of an engine on this computer is reached: not through the gate, which is for addresses somebody watches. */
const doorOf = (clock: Clock): StreamDialer => ({
  dial: (address, { signal, trace }) =>
    connectTcp(address, { signal, clock, timeoutMs: DOOR_MS, ...(trace && { trace }) }),
});

/**
 * Dials through the SOCKS5 server of an engine, which is started for it. What is dialled for one messenger shares a user name,
 * by which Tor keeps circuits apart. Rejects as `Sidecars` and SOCKS5 do.
 */
export function createEngineDialer(proxy: ProxyElement, { sidecars, clock, random }: Tools): StreamDialer {
  const wish = wishOf(proxy);
  const timeoutMs = proxy.protocol === 'tor' ? CIRCUIT_MS : PROXY_TIMEOUT_MS;
  const password = Buffer.from(random.bytes(12)).toString('hex');
  return {
    async dial(target, options) {
      if (sidecars === undefined || wish === undefined) throw new NetError('proxy', 'x_proxy_engine_missing');
      const upstream = await sidecars.open(wish, options.signal);
      const credentials = upstream.credentials ?? { username: options.isolation ?? 'footbridge', password };
      const through = { ...upstream, credentials };
      const before = upstream.said?.() ?? [];
      const dialer = createSocksDialer(doorOf(clock), 'socks5', through, { clock, timeoutMs });
      return dialer.dial(target, options).catch(async (error: unknown) => {
        const isFarEnd = error instanceof NetError && error.failure === 'x_proxy_far_end_failed';
        throw (isFarEnd && (await reasonOf(upstream, before, options.signal))) || error;
      });
    },
  };

  /** Why an engine could not speak to its server, which SOCKS5 has no word for: it prints it, a moment later. */
  async function reasonOf({ said }: SidecarDoor, before: readonly string[], signal: AbortSignal) {
    for (let waited = 0; said !== undefined && waited < LAST_WORDS_MS; waited += LOOK_MS) {
      const lines = saidSince(before, said());
      if (lines.length > 0) return saidOfServer(lines);
      await clock.sleep(LOOK_MS, signal);
    }
    return undefined;
  }
}

/**
 * Datagrams through the SOCKS5 server of an engine for one server, asked for as streams are; they reach the engine over loopback.
 * Rejects as `Sidecars` and SOCKS5 do.
 */
export function createEnginePacketDialer(proxy: EngineElement, { sidecars, clock }: Tools): PacketDialer {
  const wish = wishOf(proxy);
  return {
    async bind(options) {
      if (sidecars === undefined || wish === undefined) throw new NetError('proxy', 'x_proxy_engine_missing');
      const upstream = await sidecars.open(wish, options.signal);
      return createSocksPacketDialer(doorOf(clock), udpDialer, upstream, { clock }).bind(options);
    },
  };
}
