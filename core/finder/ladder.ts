import type { Obstacle, Strategy } from '../model/strategies.ts';
import type { Transport } from '../model/transport.ts';

/** A way that may be tried: plain, a serverless strategy still to be given a resolver, or a person's server. */
export type Candidate =
  | { readonly kind: 'remembered'; readonly rung: string; readonly transport: Transport }
  | { readonly kind: 'plain'; readonly rung: 'plain'; readonly transport: Transport }
  | { readonly kind: 'strategy'; readonly rung: string; readonly strategy: Strategy }
  | { readonly kind: 'server'; readonly rung: string; readonly transport: Transport };

export interface LadderOptions {
  readonly plain: Transport;
  readonly strategies: readonly Strategy[];
  readonly servers: readonly Transport[];
  /** Tried before everything else: what was proven on this network before. */
  readonly remembered?: Transport | undefined;
}

/** The candidates of one search, cheapest and gentlest first. */
export function ladder({ plain, strategies, servers, remembered }: LadderOptions): readonly Candidate[] {
  const known: Candidate[] =
    remembered === undefined || remembered.id === plain.id
      ? []
      : [{ kind: 'remembered', rung: 'remembered', transport: remembered }];
  return [
    ...known,
    { kind: 'plain', rung: 'plain', transport: plain },
    ...strategies.map((strategy): Candidate => ({ kind: 'strategy', rung: strategy.rung, strategy })),
    ...servers
      .filter(({ id }) => id !== remembered?.id)
      .map((transport): Candidate => ({ kind: 'server', rung: transport.id, transport })),
  ];
}

/** Whether what was measured is known to beat a candidate, so that trying it would only cost time and be seen. */
export function isBeaten(candidate: Candidate, obstacles: ReadonlySet<Obstacle>): boolean {
  return (
    candidate.kind === 'strategy' && candidate.strategy.beatenBy.some((obstacle) => obstacles.has(obstacle))
  );
}
