import type { StreamDialer } from '../model/dialer.ts';
import { NetError } from '../model/failure.ts';
import type { Sidecars, SidecarWish } from '../model/sidecar.ts';
import type { Clock, Random } from '../model/time.ts';
import { createSocksDialer } from '../net/proxy/socks.ts';
import { PROXY_TIMEOUT_MS } from '../net/proxy/upstream.ts';
import { connectTcp } from '../net/tcp-connect.ts';
import type { Expression } from './expression.ts';
import { isByEngine, type ProxyElement } from './proxy-element.ts';

/** It is on this computer. Milliseconds. */
const DOOR_MS = 2_000;
/** A circuit through three relays may have to be built first. Milliseconds. */
const CIRCUIT_MS = 60_000;

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

/**
 * Dials through the SOCKS5 server of an engine, which is started for it. What is dialled for one messenger shares a user name,
 * by which Tor keeps circuits apart. Rejects as `Sidecars` and SOCKS5 do.
 */
export function createEngineDialer(proxy: ProxyElement, { sidecars, clock, random }: Tools): StreamDialer {
  const wish = wishOf(proxy);
  const timeoutMs = proxy.protocol === 'tor' ? CIRCUIT_MS : PROXY_TIMEOUT_MS;
  const password = Buffer.from(random.bytes(12)).toString('hex');
  const door: StreamDialer = {
    // Not through the gate: that is for addresses somebody watches.
    dial: (address, { signal, trace }) =>
      connectTcp(address, { signal, clock, timeoutMs: DOOR_MS, ...(trace && { trace }) }),
  };
  return {
    async dial(target, options) {
      if (sidecars === undefined || wish === undefined) throw new NetError('proxy', 'x_proxy_engine_missing');
      const upstream = await sidecars.open(wish, options.signal);
      const credentials = upstream.credentials ?? { username: options.isolation ?? 'footbridge', password };
      const socks = createSocksDialer(door, 'socks5', { ...upstream, credentials }, { clock, timeoutMs });
      return socks.dial(target, options);
    },
  };
}
