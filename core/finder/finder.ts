import type { Messenger, PurposeData } from '../model/messenger.ts';
import type { RouteKey } from '../model/route.ts';
import type { Step } from '../model/trace.ts';
import type { Transport } from '../model/transport.ts';
import { ladder, serversFor, strategiesFor } from './ladder.ts';
import { search } from './search.ts';
import type { SearchResult, SearchTools } from './search-parts.ts';

export interface Wanted {
  readonly key: RouteKey;
  readonly messenger: Messenger;
  readonly data: PurposeData;
}

/**
 * The searches do not start as one burst of look-alike hellos: all but the first wait up to this long, but for ways that
 * were proven here before. Milliseconds.
 */
const START_JITTER_MS = 150;

export interface FinderTools extends Omit<SearchTools, 'isPublished'> {
  readonly isPublished: (messenger: Messenger, address: string) => boolean;
  readonly plain: Transport;
  /** Messengers for which the plain way is not even tried (D7); strategies and servers are. */
  readonly onlyThrough: ReadonlySet<string>;
  readonly strategies: Parameters<typeof ladder>[0]['strategies'];
  /** The best first. */
  readonly servers: readonly Transport[];
  /** Identifiers of those that failed a short while ago. */
  readonly resting: ReadonlySet<string>;
  readonly remembered: (key: RouteKey) => Transport | undefined;
}

/** How far a route was proven: with a download, or by a dialogue alone where none is offered. */
export type ProofLevel = 'bulk' | 'dialogue';

export interface FinderEvents {
  readonly onTrying: (key: RouteKey, rung: string, transport: Transport) => void;
  readonly onStep: (key: RouteKey, transport: Transport, step: Step) => void;
  /**
   * A way was proven: called as soon as it is, and again when a better one replaces it — a server, or the plain way that
   * proved itself up to 3 s after another. The latter may come after `find` has resolved, never after an abort.
   */
  readonly onRoute: (key: RouteKey, transport: Transport, proof: ProofLevel) => void;
  /** The search for one purpose is over; where `result.found` is null, a route it had before is lost. */
  readonly onSettled: (wanted: Wanted, result: SearchResult) => Promise<void>;
}

/** Every purpose of the given messengers, each searched by itself so that one blocked host breaks no other. */
export function wantedOf(messengers: readonly Messenger[]): readonly Wanted[] {
  return messengers.flatMap((messenger) =>
    messenger.purposes.map((data) => ({
      key: { messenger: messenger.id, purpose: data.purpose },
      messenger,
      data,
    })),
  );
}

export interface FindSignals {
  /** Ends everything. */
  readonly signal: AbortSignal;
  /** By purpose: the network itself lets nothing of it through. */
  readonly giveUp: (one: Wanted) => AbortSignal;
}

function offersBulk(data: PurposeData): boolean {
  return data.samples.some((sample) => sample.some(({ kind }) => kind === 'bulk'));
}

function proofLevel({ attempts }: SearchResult, { id }: Transport): ProofLevel {
  const isBulk = attempts.some(
    ({ transport, proof, outcome }) => transport.id === id && proof.kind === 'bulk' && outcome.ok,
  );
  return isBulk ? 'bulk' : 'dialogue';
}

/** Searches all purposes side by side. Rejects only with `signal`'s reason. */
export async function find(
  wanted: readonly Wanted[],
  tools: FinderTools,
  events: FinderEvents,
  { signal, giveUp }: FindSignals,
): Promise<void> {
  const searchOne = async (one: Wanted, only: 'all' | 'servers'): Promise<SearchResult> => {
    const { key, data, messenger } = one;
    const all = ladder({
      plain: tools.onlyThrough.has(messenger.id) ? null : tools.plain,
      strategies: strategiesFor(data, tools.strategies),
      servers: serversFor(data, tools.servers),
      resting: tools.resting,
      remembered: tools.remembered(key),
    });
    const candidates =
      only === 'all'
        ? all
        : all.filter((candidate) => 'transport' in candidate && candidate.transport.kind === 'server');
    return search(
      data,
      candidates,
      { ...tools, isPublished: (address) => tools.isPublished(messenger, address) },
      {
        onTrying: (rung, transport) => events.onTrying(key, rung, transport),
        onStep: (transport, step) => events.onStep(key, transport, step),
      },
      { signal, giveUp: giveUp(one) },
    );
  };

  const onServer = new Set<Wanted>();

  const settle = async (one: Wanted, result: SearchResult) => {
    if (result.found !== null) events.onRoute(one.key, result.found, proofLevel(result, result.found));
    const goBack = (plain: Transport | null) => {
      if (plain !== null && !onServer.has(one)) events.onRoute(one.key, plain, proofLevel(result, plain));
    };
    result.late.then(goBack, () => undefined);
    await events.onSettled(one, result);
    return { one, result };
  };

  const settled = await Promise.all(
    wanted.map(async (one, index) => {
      const isKnown = tools.remembered(one.key) !== undefined;
      if (index > 0 && !isKnown) await tools.clock.sleep(START_JITTER_MS * tools.random.uniform(), signal);
      return settle(one, await searchOne(one, 'all'));
    }),
  );

  // Where downloads freeze on this network, a serverless way that offers no download to prove is worth less than a server.
  const freezes = settled.some(({ result }) => result.obstacles.has('freeze'));
  if (!freezes || tools.servers.length === 0) return;
  await Promise.all(
    settled
      .filter(
        ({ one, result }) => !offersBulk(one.data) && result.found !== null && result.found.kind !== 'server',
      )
      .map(async ({ one }) => {
        const better = await searchOne(one, 'servers');
        if (better.found === null) return;
        onServer.add(one);
        events.onRoute(one.key, better.found, proofLevel(better, better.found));
      }),
  );
}
