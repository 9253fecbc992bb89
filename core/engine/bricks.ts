import { networkInterfaces } from 'node:os';
import type { HostKeys } from '../model/host-key.ts';
import type { ChooseProxy } from '../model/network-proxy.ts';
import type { Resolver } from '../model/resolver.ts';
import type { Strategy } from '../model/strategies.ts';
import type { Clock, Random } from '../model/time.ts';
import type { Transport } from '../model/transport.ts';
import { NETWORK_PROXY } from '../model/transport-view.ts';
import { createAddressBook } from '../net/address-book.ts';
import { createAddressGate } from '../net/address-gate.ts';
import { createDirectDialer, type Reach } from '../net/direct.ts';
import { createDirectPacketDialer } from '../net/direct-packets.ts';
import { createDnsCache } from '../net/dns/cache.ts';
import { createAddressJudge } from '../net/dns/judge.ts';
import { createResolverCatalogue } from '../net/dns/operators.ts';
import { createSystemResolver } from '../net/dns/system.ts';
import { createFollower } from '../net/follow-proxy.ts';
import { createNat64 } from '../net/nat64.ts';
import { udpDialer } from '../net/packet.ts';
import { findAgent } from '../net/ssh/agent.ts';
import { trustedRoots } from '../net/trust.ts';
import type { SidecarSession } from '../sidecars/sidecars.ts';
import type { Resources } from '../store/resources.ts';
import type { SavedServer } from '../store/vault.ts';
import { buildTransport, UnknownResolverError } from '../transports/build.ts';
import { engineWish } from '../transports/engine-dialer.ts';
import { type Expression, parseExpression } from '../transports/expression.ts';

/** Handshakes of ours under way to one address: more is policed by some censors, and looks like a scan. */
const HANDSHAKES_PER_ADDRESS = 2;

export interface BricksOptions {
  readonly resources: Resources;
  readonly servers: readonly SavedServer[];
  readonly identityKey: Uint8Array;
  readonly hostKeys: HostKeys;
  /** Engines of others, ended with these bricks. */
  readonly sidecars: SidecarSession;
  readonly clock: Clock;
  readonly random: Random;
}

/** Everything that dials, put together once: resolvers, the plain way, strategies, the person's servers. */
export function createBricks({
  resources,
  servers,
  identityKey,
  hostKeys,
  sidecars,
  clock,
  random,
}: BricksOptions) {
  const roots = trustedRoots();
  const judge = createAddressJudge(resources.forged);
  const book = createAddressBook({ clock });
  const cache = createDnsCache({ clock });
  const systemResolver = cache.through(createSystemResolver({ clock }));
  const nat64 = createNat64({ resolver: systemResolver, clock });
  const straight = (resolver: Resolver, reach?: Reach) =>
    createDirectDialer({
      ...{ resolver: cache.through(resolver), clock, book, judge, nat64 },
      ...(reach && { reach }),
    });
  /** Which addresses it can reach is a proxy's own affair. */
  const byProxy = (resolver: Resolver, reach: Reach) =>
    createDirectDialer({ resolver: cache.through(resolver), clock, book, judge, reach });
  const directPackets = (resolver: Resolver) =>
    createDirectPacketDialer({
      ...{ packets: udpDialer, resolver: cache.through(resolver), clock, judge, nat64 },
    });
  const follower = createFollower({
    ...{ systemResolver, roots, clock },
    direct: (one, reach) => (reach === undefined ? straight(one) : byProxy(one, reach)),
  });
  const direct = follower.dialer;
  const plainDialer = direct(systemResolver);
  const catalogue = createResolverCatalogue({
    operators: resources.operators,
    dialer: plainDialer,
    packetDialer: udpDialer,
    roots,
    clock,
    random,
    isForged: judge.isForged,
  });
  const resolver = (id: string) => (id === systemResolver.id ? systemResolver : catalogue.get(id));
  /** Connections to servers that stand between dials. */
  const kept = new Set<{ close(): void }>();
  const centres = new Map(
    resources.messengers.flatMap(({ dataCentres = {} }) => Object.entries(dataCentres)),
  );
  const dataCentreAt = (address: string) => centres.get(address);
  const toolbox = {
    resolver,
    dataCentreAt,
    direct: (one: Resolver, reach?: Reach) => (reach === undefined ? direct(one) : straight(one, reach)),
    directPackets,
    roots,
    clock,
    random,
    hostKeys,
    sshAgent: () => findAgent(process.env, process.platform) ?? null,
    kept,
    sidecars,
    idKey: identityKey,
  };
  const closeConnections = () => {
    catalogue.close();
    for (const connection of [...kept]) connection.close();
  };

  /** Throws when the text is not a transport: it comes from our own data files or the vault. */
  function expressionOf(text: string): Expression {
    const parsed = parseExpression(text);
    if (!parsed.ok) throw new Error(`not a transport: ${parsed.error.code}`);
    return parsed.expression;
  }

  function transport(text: string): Transport {
    return labelled(buildTransport(expressionOf(text), toolbox));
  }

  function labelled(made: Transport): Transport {
    if (!follower.isFollowing() || made.kind === 'server') return made;
    return { ...made, label: made.kind === 'plain' ? NETWORK_PROXY : `${NETWORK_PROXY} | ${made.label}` };
  }

  /** One that names a resolver which our data do not have any more is passed over: it must not keep everything else shut. */
  function serverTransport({ expression }: SavedServer): readonly Transport[] {
    try {
      return [transport(expression)];
    } catch (error) {
      if (error instanceof UnknownResolverError) return [];
      throw error;
    }
  }

  let plain = transport('system');
  let serverTransports = servers.flatMap(serverTransport);

  return {
    roots,
    judge,
    book,
    gate: createAddressGate(HANDSHAKES_PER_ADDRESS),
    plain: () => plain,
    plainDialer,
    /** Datagrams straight out, past a proxy of the network: it would carry none. */
    plainPackets: directPackets(systemResolver),
    /** Dials past the network's own proxy: to find out whether it answers at all. */
    straightDialer: straight(systemResolver),
    /** What goes straight out goes through the network's own proxy from now on, where one is chosen for it. */
    follow(choose: ChooseProxy | null): void {
      follower.follow(choose);
      plain = transport('system');
    },
    isFollowing: follower.isFollowing,
    requestProxy: follower.requestProxy,
    /** The person's servers, in the order in which they are tried. */
    servers: (): readonly Transport[] => serverTransports,
    /** Takes other servers from now on; one that was there before stays the same transport. */
    replaceServers(saved: readonly SavedServer[]): void {
      const before = new Map(serverTransports.map((server) => [server.id, server]));
      serverTransports = saved.flatMap(serverTransport).map((made) => before.get(made.id) ?? made);
    },
    catalogue,
    /** The system's resolver, and the chosen one through the same cache. */
    systemResolver,
    cached: (one: Resolver) => cache.through(one),
    instantiate: (strategy: Strategy, resolverId: string) => transport(withResolver(strategy, resolverId)),
    /** What a strategy needs a program of others for; undefined where it needs none. */
    needsEngine: (strategy: Strategy) => engineWish(expressionOf(withResolver(strategy, systemResolver.id))),
    /** A strategy's hello alone, for hosts that speak no messenger's protocol. */
    instantiateHello(strategy: Strategy, resolverId: string): Transport {
      const { hops, ...way } = expressionOf(withResolver(strategy, resolverId));
      return buildTransport({ ...way, hops: hops.filter(({ kind }) => kind !== 'gateway') }, toolbox);
    },
    /** A transport by the identifier that was remembered; undefined when it no longer exists. */
    byId(id: string): Transport | undefined {
      if (id === plain.id) return plain;
      if (id.startsWith('server:')) return serverTransports.find((server) => server.id === id);
      const parsed = parseExpression(id);
      const isKnown = parsed.ok && resolver(parsed.expression.resolver) !== undefined;
      return isKnown ? labelled(buildTransport(parsed.expression, toolbox)) : undefined;
    },
    /** Forgets what belongs to the network that was left. */
    reset() {
      cache.clear();
      nat64.reset();
      closeConnections();
    },
    /** Resolves when the engines that were started for it have ended. */
    async close(): Promise<void> {
      closeConnections();
      await sidecars.close();
    },
  };
}
function withResolver({ expression, front = '' }: Strategy, resolverId: string): string {
  return expression.replace('{dns}', resolverId).replace('{front}', front);
}
export type Bricks = ReturnType<typeof createBricks>;

/** Whether any interface but loopback has an address that could lead anywhere. */
export function hasInterface(): boolean {
  return Object.values(networkInterfaces())
    .flat()
    .some((info) => info !== undefined && !info.internal && !info.address.startsWith('fe80'));
}
