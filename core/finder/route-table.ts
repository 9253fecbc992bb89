import type { HostPort } from '../model/address.ts';
import type { NetError } from '../model/failure.ts';
import type { PurposeData } from '../model/messenger.ts';
import type { Decision, RouteKey, RouteTable } from '../model/route.ts';
import type { Transport } from '../model/transport.ts';

/** Failures in a row before new connections should move to another way. */
const FAILURES_BEFORE_TROUBLE = 2;

interface Matched {
  readonly key: RouteKey;
  readonly data: PurposeData;
}

export interface RouteTableOptions {
  readonly match: (target: HostPort) => Matched | null;
  readonly matchDatagram: (target: HostPort) => Matched | null;
  readonly isForged: (address: string) => boolean;
  /**
   * Messengers that must never leave by the bare network (D7): no plain transport carries them, neither as a route nor
   * as a fall-back. Strategies and the person's servers may: they are the proven ways the rule speaks of.
   */
  readonly onlyThrough: ReadonlySet<string>;
  /** The ways to fall back on inside a connection, gentlest first; plain among them. */
  readonly fallbacks: (key: RouteKey) => readonly Transport[];
  /** The route carries no longer, or there is none and a fall-back (`transport`) failed: search again. */
  readonly onTrouble: (key: RouteKey, transport: Transport) => void;
}

export interface LiveRouteTable extends RouteTable {
  set(key: RouteKey, transport: Transport): void;
  get(key: RouteKey): Transport | undefined;
  /** The route is gone and nothing has replaced it. */
  delete(key: RouteKey): void;
  clear(): void;
}

/** `whatsapp/web`: a route key as one word. */
export function routeName({ messenger, purpose }: RouteKey): string {
  return `${messenger}/${purpose}`;
}

/** The routes of this network, asked by the local proxy for each connection and told by it how they fare. */
export function createRouteTable(options: RouteTableOptions): LiveRouteTable {
  const routes = new Map<string, Transport>();
  const failures = new Map<string, number>();

  const isCurrent = (key: RouteKey, transport: Transport) => routes.get(routeName(key))?.id === transport.id;
  const trouble = (key: RouteKey, transport: Transport) => {
    failures.delete(routeName(key));
    options.onTrouble(key, transport);
  };

  function decide(matched: Matched | null): Decision {
    if (matched === null) return { kind: 'direct' };
    const { key, data } = matched;
    const route = routes.get(routeName(key));
    const mayGoBare = !options.onlyThrough.has(key.messenger);
    const ways = [
      ...(route === undefined ? [] : [route]),
      ...options.fallbacks(key).filter(({ id }) => id !== route?.id),
    ];
    const rungs = ways.filter(({ kind }) => mayGoBare || kind !== 'plain');
    if (rungs.length === 0) return { kind: 'refuse', key };
    return { kind: 'route', key, rungs, replayable: data.replayable ?? 'tls' };
  }

  return {
    decide: (target) => decide(options.match(target)),
    decideDatagram: (target) => decide(options.matchDatagram(target)),
    isForged: options.isForged,
    failed(key: RouteKey, transport: Transport, _error: NetError) {
      if (!routes.has(routeName(key))) options.onTrouble(key, transport);
      if (!isCurrent(key, transport)) return;
      const count = (failures.get(routeName(key)) ?? 0) + 1;
      failures.set(routeName(key), count);
      if (count >= FAILURES_BEFORE_TROUBLE) trouble(key, transport);
    },
    carried(key, transport) {
      if (isCurrent(key, transport)) failures.delete(routeName(key));
    },
    froze(key, transport) {
      if (isCurrent(key, transport) || !routes.has(routeName(key))) trouble(key, transport);
    },
    set: (key, transport) => {
      routes.set(routeName(key), transport);
      failures.delete(routeName(key));
    },
    get: (key) => routes.get(routeName(key)),
    delete: (key) => {
      routes.delete(routeName(key));
      failures.delete(routeName(key));
    },
    clear: () => {
      routes.clear();
      failures.clear();
    },
  };
}
