import type { Proof, PurposeData } from '../model/messenger.ts';
import type { Obstacle, Strategy } from '../model/strategies.ts';
import type { Transport } from '../model/transport.ts';
import { isIp } from '../net/ip.ts';

/** Proofs of protocols that send no ClientHello. */
const WITHOUT_TLS: ReadonlySet<Proof['kind']> = new Set(['noise', 'obfuscated2']);

/** A way that may be tried: plain, a serverless strategy still to be given a resolver, or a person's server. */
export type Candidate =
  | { readonly kind: 'remembered'; readonly rung: string; readonly transport: Transport }
  | { readonly kind: 'plain'; readonly rung: 'plain'; readonly transport: Transport }
  | { readonly kind: 'strategy'; readonly rung: string; readonly strategy: Strategy }
  /**
   * `isSlow`: its check took too long, or its start will; `isResting`: it failed a short while ago. Both have their turn when
   * nothing else is left.
   */
  | {
      readonly kind: 'server';
      readonly rung: string;
      readonly transport: Transport;
      readonly isSlow?: true;
      readonly isResting?: true;
    };

export interface LadderOptions {
  /** Null where the bare network must not be used (D7). */
  readonly plain: Transport | null;
  readonly strategies: readonly Strategy[];
  /** The best first. */
  readonly servers: readonly Transport[];
  /** Identifiers of those that failed a short while ago. */
  readonly resting?: ReadonlySet<string>;
  /** Tried before everything else: what was proven on this network before. */
  readonly remembered?: Transport | undefined;
}

/** The candidates of one search, cheapest and gentlest first. */
export function ladder({
  plain,
  strategies,
  servers,
  remembered,
  resting = new Set(),
}: LadderOptions): readonly Candidate[] {
  const known: Candidate[] =
    remembered === undefined || remembered.kind === 'plain'
      ? []
      : [{ kind: 'remembered', rung: 'remembered', transport: remembered }];
  const bare: Candidate[] = plain === null ? [] : [{ kind: 'plain', rung: 'plain', transport: plain }];
  return [
    ...known,
    ...bare,
    ...strategies.map((strategy): Candidate => ({ kind: 'strategy', rung: strategy.rung, strategy })),
    // A remembered one among them again: where it failed, its check says why.
    ...servers.map((transport) => serverCandidate(transport, resting)),
  ];
}

/** One that has to be brought up first, Tor, is for when nothing else helps. */
function serverCandidate(transport: Transport, resting: ReadonlySet<string>): Candidate {
  return {
    ...{ kind: 'server', rung: transport.id, transport },
    ...(transport.prepare === undefined ? {} : { isSlow: true }),
    ...(resting.has(transport.id) ? { isResting: true } : {}),
  };
}

/**
 * The strategies that can make a difference to a purpose: where every proof goes to an address and no name is asked, only
 * those that carry its protocol to other addresses; only those that shape nothing (`{dns}`) where no ClientHello is sent.
 */
export function strategiesFor(
  { samples }: Pick<PurposeData, 'samples'>,
  strategies: readonly Strategy[],
): readonly Strategy[] {
  const proofs = samples.flat();
  const carrying = strategies.filter(({ carries }) => proofs.every(({ kind }) => kind === carries));
  if (proofs.every(({ host }) => isIp(host))) return carrying;
  const general = strategies.filter(({ carries }) => carries === undefined);
  if (!proofs.every(({ kind }) => WITHOUT_TLS.has(kind))) return general;
  return [...general.filter(({ expression }) => expression === '{dns}'), ...carrying];
}

/** The person's servers that can carry what a purpose is proven by. */
export function serversFor(
  { samples }: Pick<PurposeData, 'samples'>,
  servers: readonly Transport[],
): readonly Transport[] {
  const proofs = samples.flat();
  return servers.filter(
    ({ carries }) => carries === undefined || proofs.every(({ kind }) => kind === carries),
  );
}

/** Whether what was measured is known to beat a candidate, so that trying it would only cost time and be seen. */
export function isBeaten(candidate: Candidate, obstacles: ReadonlySet<Obstacle>): boolean {
  return (
    candidate.kind === 'strategy' && candidate.strategy.beatenBy.some((obstacle) => obstacles.has(obstacle))
  );
}
