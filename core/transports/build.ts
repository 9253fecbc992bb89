import { createHmac } from 'node:crypto';
import { createTelegramDialer } from '../gateways/telegram/dialer.ts';
import { createMtprotoServerDialer } from '../gateways/telegram/server-dialer.ts';
import type { PacketDialer, StreamDialer } from '../model/dialer.ts';
import type { HostKeys } from '../model/host-key.ts';
import type { Resolver } from '../model/resolver.ts';
import type { Sidecars } from '../model/sidecar.ts';
import type { Clock, Random } from '../model/time.ts';
import type { Transport, TransportKind } from '../model/transport.ts';
import { createShapingDialer } from '../net/client-hello/shape-stream.ts';
import type { Reach } from '../net/direct.ts';
import { createHttpConnectDialer } from '../net/proxy/http-connect.ts';
import { createSocksDialer } from '../net/proxy/socks.ts';
import { createSocksPacketDialer } from '../net/proxy/socks-packets.ts';
import { createShadowsocksDialer, createShadowsocksPacketDialer } from '../net/shadowsocks/dialer.ts';
import { findMethod } from '../net/shadowsocks/method.ts';
import { readPrefix } from '../net/shadowsocks/prefix.ts';
import { createSshDialer } from '../net/ssh/dialer.ts';
import { createTrojanDialer, createTrojanPacketDialer } from '../net/trojan/dialer.ts';
import { createVlessDialer, createVlessPacketDialer } from '../net/vless/dialer.ts';
import { createDesyncReach } from './desync-reach.ts';
import { createEngineDialer, createEnginePacketDialer, engineWish } from './engine-dialer.ts';
import {
  carriesOnlyTelegram,
  type Expression,
  type Hop,
  labelExpression,
  printExpression,
} from './expression.ts';
import type { ProxyCredentials } from './proxy-credentials.ts';
import { isByEngine, type ProxyElement } from './proxy-element.ts';

/** What transports are built from; the engine fills it. */
export interface Toolbox {
  /** By text form: `system`, `doh:quad9`. */
  resolver(id: string): Resolver | undefined;
  /** With `reach`, past any proxy of the network, addresses reached by a program beside us. */
  direct(resolver: Resolver, reach?: Reach): StreamDialer;
  /** Datagrams over the bare network; names are looked up by that resolver. */
  directPackets(resolver: Resolver): PacketDialer;
  /** PEMs that an https-proxy's certificate is checked against. */
  readonly roots: readonly string[];
  readonly clock: Clock;
  /** The number of Telegram's data centre at an address, where it is known. */
  readonly dataCentreAt: (address: string) => number | undefined;
  /** What Shadowsocks' salts are made of. */
  readonly random: Random;
  /** What SSH servers are known by. */
  readonly hostKeys: HostKeys;
  /** Where the person's SSH agent listens; null where there is none. */
  readonly sshAgent: () => string | null;
  /** Connections that outlive the dial they were made for; to be closed by whoever filled this. */
  readonly kept: Set<{ close(): void }>;
  /** Engines of others; absent where none may be started. */
  readonly sidecars?: Sidecars;
  /** Keys the ids of servers, so that an id tells nobody which server it is. */
  readonly idKey: Uint8Array;
}

/** The expression names a resolver that the catalogue does not have. */
export class UnknownResolverError extends Error {
  override readonly name = 'UnknownResolverError';
  readonly resolver: string;

  constructor(resolver: string) {
    super(`no such resolver: ${resolver}`);
    this.resolver = resolver;
  }
}

/**
 * Builds the transport an expression describes, left to right: the resolver under a direct dialer, then each hop
 * around what stands to its left. Behind a proxy a target's name goes to the far end; the resolver then finds
 * the proxy itself. Throws UnknownResolverError.
 */
export function buildTransport(expression: Expression, toolbox: Toolbox): Transport {
  const resolver = toolbox.resolver(expression.resolver);
  if (resolver === undefined) throw new UnknownResolverError(expression.resolver);
  const { desync } = expression;
  let dialer = toolbox.direct(resolver, desync && createDesyncReach(desync, toolbox));
  let packets: PacketDialer | undefined = toolbox.directPackets(resolver);
  for (const hop of expression.hops) {
    packets = createHopPackets(packets, dialer, hop, toolbox);
    dialer = createHopDialer(dialer, hop, toolbox);
  }
  const kind = kindOf(expression);
  const wish = engineWish(expression);
  const { sidecars } = toolbox;
  return {
    id: kind === 'server' ? serverId(expression, toolbox.idKey) : printExpression(expression),
    kind,
    label: labelExpression(expression),
    dialer,
    // Without a server in between they would leave by the bare network, and show whom they are for.
    ...(kind === 'server' && packets && { packets }),
    ...(wish?.kind === 'tor' &&
      sidecars !== undefined && {
        prepare: async (signal: AbortSignal) => void (await sidecars.open(wish, signal)),
      }),
    ...(expression.hops.some(carriesOnlyTelegram) ? { carries: 'obfuscated2' as const } : {}),
  };
}

function createHopDialer(inner: StreamDialer, hop: Hop, toolbox: Toolbox): StreamDialer {
  switch (hop.kind) {
    case 'shape':
      return createShapingDialer(inner, hop.shape, { clock: toolbox.clock });
    case 'gateway':
      return createTelegramDialer(inner, { ...toolbox, serverName: hop.serverName });
    default:
      return createProxyDialer(inner, hop, toolbox);
  }
}

/** Datagrams over a hop; undefined where it carries none, or needs others beneath it that are not there. */
function createHopPackets(
  inner: PacketDialer | undefined,
  streams: StreamDialer,
  hop: Hop,
  toolbox: Toolbox,
): PacketDialer | undefined {
  const { clock, random, roots } = toolbox;
  // A hello is shaped; datagrams have none.
  if (hop.kind === 'shape') return inner;
  if (hop.kind === 'gateway') return undefined;
  if (isByEngine(hop)) return createEnginePacketDialer(hop, toolbox);
  if (hop.protocol === 'trojan')
    return createTrojanPacketDialer(streams, hop, { clock, roots, carriage: hop.carriage });
  if (hop.protocol === 'vless')
    return createVlessPacketDialer(streams, hop, { clock, roots, carriage: hop.carriage });
  if (inner === undefined) return undefined;
  if (hop.protocol === 'ss') return createShadowsocksPacketDialer(inner, hop, { clock, random });
  if (hop.protocol === 'socks5') return createSocksPacketDialer(streams, inner, hop, { clock });
  return undefined;
}

function createProxyDialer(inner: StreamDialer, proxy: ProxyElement, toolbox: Toolbox): StreamDialer {
  const { clock, roots, random, hostKeys, sshAgent, kept } = toolbox;
  switch (proxy.protocol) {
    case 'http-proxy':
      return createHttpConnectDialer(inner, proxy, { clock });
    case 'https-proxy':
      return createHttpConnectDialer(inner, proxy, {
        ...{ clock, tls: { roots, ...(proxy.pins === undefined ? {} : { pins: proxy.pins }) } },
      });
    case 'ss':
      return createShadowsocksDialer(inner, proxy, { clock, random, prefix: prefixOf(proxy) });
    case 'trojan':
      return createTrojanDialer(inner, proxy, { clock, roots, carriage: proxy.carriage });
    case 'vless':
      return createVlessDialer(inner, proxy, { clock, roots, carriage: proxy.carriage });
    case 'tor':
    case 'vmess':
    case 'reality':
    case 'vision':
    case 'hysteria2':
    case 'tuic':
    case 'wireguard':
    case 'vless-xray':
    case 'vmess-xray':
    case 'trojan-xray':
      return createEngineDialer(proxy, toolbox);
    case 'mtproto':
      return createMtprotoServerDialer(inner, proxy, { clock, random });
    case 'ssh': {
      const { privateKey } = proxy;
      const key = privateKey === undefined ? {} : { privateKey };
      const agent = proxy.hasAgent === true ? { agent: sshAgent } : {};
      return createSshDialer(inner, proxy, { clock, hostKeys, kept, ...key, ...agent });
    }
    default:
      return createSocksDialer(inner, proxy.protocol, proxy, { clock });
  }
}

interface Prefixed {
  readonly prefix?: string;
  readonly credentials?: ProxyCredentials;
}

/** What a server's connections begin with, where its link says so. */
function prefixOf({ prefix, credentials }: Prefixed): Uint8Array | undefined {
  const method = findMethod(credentials?.username ?? '');
  return prefix === undefined || method === undefined ? undefined : readPrefix(prefix, method);
}

function kindOf({ resolver, desync, hops }: Expression): TransportKind {
  if (hops.some((hop) => hop.kind === 'proxy')) return 'server';
  return resolver === 'system' && desync === undefined && hops.length === 0 ? 'plain' : 'strategy';
}

/** What a server is called in memory, events and reports: tells nobody which it is who does not have the key. */
export function serverId(expression: Expression, key: Uint8Array): string {
  const digest = createHmac('sha256', key).update(printExpression(expression)).digest('hex');
  return `server:${digest.slice(0, 16)}`;
}
