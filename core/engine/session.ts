import { type FinderTools, type Wanted, wantedOf } from '../finder/finder.ts';
import { createRouteTable, routeName } from '../finder/route-table.ts';
import { createServerChecks } from '../finder/server-check.ts';
import { createStandings } from '../finder/standing.ts';
import { createLocalProxy } from '../local-proxy/index.ts';
import type { Otherwise } from '../local-proxy/pac.ts';
import { createNameTests } from '../measure/name-tests.ts';
import { createProver } from '../measure/prover.ts';
import type { NetError } from '../model/failure.ts';
import { createDatagramMatcher, createPurposeMatcher, type PurposeMatch } from '../model/match.ts';
import type { PurposeData } from '../model/messenger.ts';
import type { RouteKey } from '../model/route.ts';
import type { Transport } from '../model/transport.ts';
import { createRangeSet } from '../net/ip.ts';
import { extraCertificates } from '../net/trust.ts';
import type { KnownNetwork } from '../store/network-memory.ts';
import { chosenMessengers } from './chosen.ts';
import { createControlSpeed } from './control-speed.ts';
import { createDiagnosis } from './diagnosis.ts';
import { createFallBacks } from './fall-backs.ts';
import { createMtprotoDoor } from './mtproto-door.ts';
import { measureThisNetwork } from './network.ts';
import { offerStrategies } from './offered-strategies.ts';
import type { EngineParts } from './parts.ts';
import { openResolverChoice } from './resolvers-here.ts';
import type { RoundParts } from './round.ts';

/** Hits kept for telling a residual block from a fresh one. */
const HITS_KEPT = 256;

export interface SessionOptions {
  /** Asked-for port of the local proxy; 0 for a random one. */
  readonly port: number;
  readonly onTrouble: (key: RouteKey) => void;
}

/** The local proxy, its route table, and what a search over this network needs. */
export async function openSession(parts: EngineParts, { port, onTrouble }: SessionOptions) {
  const { bricks, resources, settings, clock, random, emit, observer } = parts;
  const onlyThrough = new Set(settings.settings.onlyThrough);
  const ranges = new Map(resources.messengers.map(({ id, cidrs }) => [id, createRangeSet(cidrs)]));
  let chosen = choose();
  let otherwise: Otherwise = { kind: 'direct' };
  const hits: { readonly host: string; readonly at: number }[] = [];
  const ended = new AbortController();
  const { signal } = ended;
  const speed = createControlSpeed(parts, signal);
  const { gate, roots, book } = bricks;
  const nameTests = createNameTests({
    ...{ gate, roots, book, clock },
    neutral: resources.controls.neutral,
    ended: signal,
  });
  let resolvers = openResolverChoice(parts, signal, undefined);
  announceExtraCertificates();

  const offered = await offerStrategies(parts, signal);
  const standings = createStandings(clock, random);
  const fallBacks = createFallBacks(parts, standings, () => resolvers.current());
  const table = createRouteTable({
    match: (target) => keyed(chosen.match(target)),
    matchDatagram: (target) => keyed(chosen.matchDatagram(target)),
    isForged: bricks.judge.isForged,
    onlyThrough,
    fallbacks: (key) => fallBacks.of(dataOf(key)),
    onTrouble,
  });
  const proxy = await createLocalProxy({
    table,
    direct: bricks.plainDialer,
    directPackets: bricks.plainPackets,
    requestProxy: bricks.requestProxy,
    pacNames: () => wantedOf(chosen.carried).flatMap(({ data }) => data.names),
    pacOtherwise: () => otherwise,
    clock,
    random,
    port,
    ...(observer.traffic && { traffic: observer.traffic }),
  });
  if (port !== 0 && proxy.port !== port) {
    const message = `Port ${port} is used by another program; apps must be set to 127.0.0.1:${proxy.port} now`;
    emit({ event: 'error', code: 'port-taken', message });
  }
  const mtproto = createMtprotoDoor(parts, proxy);
  const prover = createProver({
    pins: proxy.pins,
    roots: bricks.roots,
    signalRoot: resources.signalRoot,
    recordedHello: resources.browserHello,
    clock,
    random,
  });

  return {
    /** All that wants a way. */
    wanted: () => chosen.wanted,
    table,
    port: proxy.port,
    pacUrl: proxy.pacUrl,
    prover,
    /** The local MTProto proxy for apps of Telegram's; nothing listens before it is asked for. */
    mtproto,
    /** Carries a connection of another device. */
    carryGuest: proxy.carryGuest,
    /** Messengers that never leave by the bare network, as they were taken over last. */
    onlyThrough: (): ReadonlySet<string> => onlyThrough,
    /** Where the PAC sends what is no messenger's from now on. */
    sendOthers(where: Otherwise): void {
      otherwise = where;
    },
    /** Takes over which messengers are chosen and which servers there are; open connections are left alone. */
    refresh(): void {
      onlyThrough.clear();
      for (const id of settings.settings.onlyThrough) onlyThrough.add(id);
      chosen = choose();
      fallBacks.forget();
    },
    resolver: () => resolvers.current(),
    standings,
    /** Servers that messengers go through now. */
    serversInUse: (): readonly Transport[] => bricks.servers().filter(({ id }) => isInUse(id)),
    /** Checks that nobody is told of. */
    quietChecks: () =>
      createServerChecks(clock, ({ id }, { failure }) => standings.failed(id, failure), signal),
    /** Whether all servers of a list were found not to work here. */
    areDown(list: string): boolean {
      const ids = parts.servers
        .saved()
        .flatMap((server) => (server.list === list ? [parts.servers.idOf(server)] : []));
      return ids.length > 0 && ids.every((id) => id !== undefined && standings.isDown(id) && !isInUse(id));
    },
    /** The encrypted resolver of this network, chosen by this name where none was yet; null where none answers. */
    chooseResolver: (name: string, signal: AbortSignal) =>
      resolvers.choose(name, { signal, trace: () => undefined }),
    /** What a search on this network works with; `known` is what memory says of it. */
    round(known: KnownNetwork | undefined, startedAt: number, isAsked = true): RoundParts {
      const diagnose = createDiagnosis(parts, {
        ...{ resolvers, speed, nameTests, prover },
        restingBefore: (moment) => hits.filter(({ at }) => at < moment).map(({ host }) => host),
      });
      return {
        startedAt,
        tools: toolsFor(known, isAsked),
        table,
        clock,
        emit,
        onStep: observer.onStep,
        async measureNetwork(signal) {
          const verdict = await measureThisNetwork(parts, signal);
          observer.onNetwork(verdict);
          return verdict;
        },
        async diagnose(one, attempts, network, signal) {
          const { verdict, attempts: all } = await diagnose(one, attempts, network, signal);
          observer.onVerdict(verdict, all);
          return verdict;
        },
      };
    },
    /** Drops what belongs to another network than the one we are on now. */
    changeNetwork(known: KnownNetwork | undefined): void {
      bricks.reset();
      speed.reset();
      nameTests.reset();
      standings.recall(known?.servers);
      bricks.book.clear();
      hits.length = 0;
      fallBacks.forget();
      table.clear();
      resolvers = openResolverChoice(parts, signal, known?.resolver);
    },
    async close(): Promise<void> {
      ended.abort();
      await Promise.all([mtproto.close(), proxy.close()]);
      await bricks.close();
    },
  };

  /** In a search that nobody waits for, servers that failed a short while ago are left alone. */
  function toolsFor(known: KnownNetwork | undefined, isAsked: boolean): FinderTools {
    const ranked = standings.rank(bricks.servers());
    const resting = new Set(ranked.map(({ id }) => id).filter(standings.isResting));
    return {
      prover,
      gate: bricks.gate,
      resolvers,
      serverChecks: createServerChecks(clock, tellFault, signal),
      instantiate: bricks.instantiate,
      isPublished,
      isThrottled: speed.isThrottled,
      onlyThrough,
      onNeutral: (name, strategy, resolverId, options) => {
        const { dialer } = bricks.instantiateHello(strategy, resolverId);
        return nameTests.ask(name, { id: strategy.expression, dialer }, options);
      },
      onHit(address) {
        bricks.book.hit(address.host, address.port);
        hits.push({ host: address.host, at: clock.monotonic() });
        hits.splice(0, hits.length - HITS_KEPT);
      },
      clock,
      random,
      plain: bricks.plain(),
      strategies: offered.list(),
      servers: isAsked ? ranked : ranked.filter(({ id }) => !resting.has(id)),
      resting,
      onServer({ id }, seconds) {
        if (seconds === null) standings.fellShort(id);
        else standings.worked(id, seconds);
        fallBacks.forget();
      },
      remembered(key) {
        const id = known?.routes[routeName(key)];
        return id === undefined || !offered.canCarry(id) ? undefined : bricks.byId(id);
      },
    };
  }

  function isInUse(id: string): boolean {
    return chosen.wanted.some(({ key }) => table.get(key)?.id === id);
  }

  function tellFault({ id, label }: Transport, { failure }: NetError): void {
    standings.failed(id, failure);
    fallBacks.forget();
    emit({ event: 'error', code: failure, message: 'A server you added cannot be used', transport: label });
  }

  function isPublished(messenger: Wanted['messenger'], address: string): boolean {
    const isHint = Object.values(messenger.hints).some((list) => list.includes(address));
    return isHint || (ranges.get(messenger.id)?.has(address) ?? false);
  }

  function choose() {
    const searched = chosenMessengers(resources.messengers, settings.settings.messengers);
    // One that must not leave by the bare network is held to that whether it is searched for or not (D7).
    const carried = resources.messengers.filter((one) => searched.includes(one) || onlyThrough.has(one.id));
    const [match, matchDatagram] = [createPurposeMatcher(carried), createDatagramMatcher(carried)];
    return { wanted: wantedOf(searched), carried, match, matchDatagram };
  }

  function keyed(matched: PurposeMatch | undefined) {
    if (matched === undefined) return null;
    const { messenger, purpose } = matched;
    return { key: { messenger: messenger.id, purpose: purpose.purpose }, data: purpose };
  }

  function dataOf({ messenger, purpose }: RouteKey): Pick<PurposeData, 'samples'> {
    const purposes = resources.messengers.find(({ id }) => id === messenger)?.purposes;
    return purposes?.find((data) => data.purpose === purpose) ?? { samples: [] };
  }

  function announceExtraCertificates(): void {
    const extra = extraCertificates();
    if (extra === undefined) return;
    const message = `Certificates from ${extra.file} (NODE_EXTRA_CA_CERTS) are trusted as well: ${extra.certificates.length}`;
    emit({ event: 'error', code: 'extra-certificates', message });
  }
}

export type Session = Awaited<ReturnType<typeof openSession>>;
