import type { PacketDialer, StreamDialer } from '../../model/dialer.ts';
import type { Operator } from '../../model/operators.ts';
import type { Resolver } from '../../model/resolver.ts';
import type { Clock, Random } from '../../model/time.ts';
import { createDohResolver } from './doh.ts';
import { createDotResolver } from './dot.ts';
import type { ClosableResolver } from './session-resolver.ts';
import { createSystemResolver } from './system.ts';
import { createTcpResolver } from './tcp.ts';
import { createUdpResolver } from './udp.ts';

export interface ResolverCatalogueOptions {
  /** resources/resolvers.json, in the order to race. */
  readonly operators: readonly Operator[];
  /** Dials IP literals. */
  readonly dialer: StreamDialer;
  /** Without it there is no `udp:ID`. */
  readonly packetDialer?: PacketDialer;
  /** PEMs from `trustedRoots()`. */
  readonly roots: readonly string[];
  readonly clock: Clock;
  readonly random: Random;
  /** Tells a UDP injector's answer. */
  readonly isForged: (address: string) => boolean;
}

export interface ResolverCatalogue {
  /** By text form: `system`, `doh:ID`, `dot:ID`, `tcp:ID`, `udp:ID`; undefined for what an operator does not offer. */
  get(id: string): Resolver | undefined;
  /** What a censor of UDP/53 does not reach, in the order to race: DoH, DoT, then TCP/53 of every operator. */
  encrypted(): readonly Resolver[];
  /** Closes connections that are kept (for an exit, or when the network changes); resolvers stay usable. */
  close(): void;
}

/** One resolver per operator and way, made when first asked for. */
export function createResolverCatalogue(options: ResolverCatalogueOptions): ResolverCatalogue {
  const { operators, packetDialer, clock } = options;
  const byId = new Map(operators.map((operator) => [operator.id, operator]));
  const made = new Map<string, Resolver>();
  const closable: ClosableResolver[] = [];

  const closed = (resolver: ClosableResolver) => {
    closable.push(resolver);
    return resolver;
  };

  const make = (id: string): Resolver | undefined => {
    if (id === 'system') return createSystemResolver({ clock });
    const [, way, operatorId = ''] = /^([a-z]+):(.+)$/.exec(id) ?? [];
    const operator = byId.get(operatorId);
    if (operator === undefined) return undefined;
    const access = { ...options, operator };
    if (way === 'doh' && operator.doh) return closed(createDohResolver(access));
    if (way === 'dot' && operator.dot) return closed(createDotResolver(access));
    if (way === 'tcp' && operator.plain) return closed(createTcpResolver(access));
    if (way === 'udp' && operator.plain && packetDialer)
      return createUdpResolver({ ...access, packetDialer });
    return undefined;
  };

  const get = (id: string) => {
    const resolver = made.get(id) ?? make(id);
    if (resolver !== undefined) made.set(id, resolver);
    return resolver;
  };

  return {
    get,
    encrypted: () =>
      ['doh', 'dot', 'tcp'].flatMap((way) => operators.flatMap(({ id }) => get(`${way}:${id}`) ?? [])),
    close() {
      for (const resolver of closable) resolver.close();
    },
  };
}
