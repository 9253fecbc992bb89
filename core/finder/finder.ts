import type { Messenger, PurposeData } from '../model/messenger.ts';
import type { RouteKey } from '../model/route.ts';
import type { Step } from '../model/trace.ts';
import type { Transport } from '../model/transport.ts';
import { ladder } from './ladder.ts';
import { type SearchResult, type SearchSignals, type SearchTools, search } from './search.ts';

export interface Wanted {
  readonly key: RouteKey;
  readonly messenger: Messenger;
  readonly data: PurposeData;
}

export interface FinderTools extends Omit<SearchTools, 'isPublished'> {
  readonly isPublished: (messenger: Messenger, address: string) => boolean;
  readonly plain: Transport;
  readonly strategies: Parameters<typeof ladder>[0]['strategies'];
  readonly servers: readonly Transport[];
  readonly remembered: (key: RouteKey) => Transport | undefined;
}

/** How far a route was proven: with a download, or by a dialogue alone where none is offered. */
export type ProofLevel = 'bulk' | 'dialogue';

export interface FinderEvents {
  readonly onTrying: (key: RouteKey, rung: string, transport: Transport) => void;
  readonly onStep: (key: RouteKey, transport: Transport, step: Step) => void;
  /** A way was proven: called as soon as it is, and again when a better one replaces it. */
  readonly onRoute: (key: RouteKey, transport: Transport, proof: ProofLevel) => void;
  /** The search for one purpose is over, with or without a way. */
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

function offersBulk(data: PurposeData): boolean {
  return data.samples.some((sample) => sample.some(({ kind }) => kind === 'bulk'));
}

function proofLevel({ found, attempts }: SearchResult): ProofLevel {
  const isBulk = attempts.some(
    ({ transport, proof, outcome }) => transport.id === found?.id && proof.kind === 'bulk' && outcome.ok,
  );
  return isBulk ? 'bulk' : 'dialogue';
}

/** Searches all purposes side by side. Rejects only with `signals.signal`'s reason. */
export async function find(
  wanted: readonly Wanted[],
  tools: FinderTools,
  events: FinderEvents,
  signals: SearchSignals,
): Promise<void> {
  const searchOne = async (one: Wanted, only: 'all' | 'servers'): Promise<SearchResult> => {
    const { key, data, messenger } = one;
    const all = ladder({ ...tools, remembered: tools.remembered(key) });
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
      signals,
    );
  };

  const settle = async (one: Wanted, result: SearchResult) => {
    if (result.found !== null) events.onRoute(one.key, result.found, proofLevel(result));
    await events.onSettled(one, result);
    return { one, result };
  };

  const settled = await Promise.all(wanted.map(async (one) => settle(one, await searchOne(one, 'all'))));

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
        if (better.found !== null) events.onRoute(one.key, better.found, proofLevel(better));
      }),
  );
}
