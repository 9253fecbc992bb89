import type { Trouble, Way } from '../../../core/contract.ts';

/** How a way stands, at a glance. */
export type WayStatus = 'none' | 'running' | 'works' | 'failed';

export interface WayStanding {
  readonly status: WayStatus;
  /** Why it does not work; null where it is not known not to. */
  readonly failure: string | null;
  /** When it was tested; null where that was not by a test of the person's. */
  readonly at: number | null;
}

/**
 * What is known of a way: that its server may be another one goes before everything else, what a search found before an
 * earlier test that had gone well.
 */
export function wayStanding(
  { last, keyChange, label }: Pick<Way, 'last' | 'keyChange' | 'label'>,
  troubles: readonly Trouble[],
): WayStanding {
  if (last?.outcome === 'running') return { status: 'running', failure: null, at: null };
  if (keyChange !== undefined) return { status: 'failed', failure: 'x_proxy_changed_identity', at: null };
  if (last?.outcome === 'failed') return { status: 'failed', failure: last.failure, at: last.at };
  const trouble = troubles.find(({ transport }) => transport === label);
  if (trouble !== undefined) return { status: 'failed', failure: trouble.code, at: null };
  return last === null
    ? { status: 'none', failure: null, at: null }
    : { status: 'works', failure: null, at: last.at };
}
