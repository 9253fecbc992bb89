import { LOAD_NAMES, type LoadName, type Measured } from './measure.ts';
import type { Samples } from './report.ts';

/** A speed whose sample others had a hand in. */
export const BUSY = 1e8;

/** Samples of these speeds, in each of which 2 GB or 2,000 connections were carried in all; `processor`: seconds it took. */
export function samples(name: string, speeds: readonly number[], processor = 1): Samples {
  const of = (load: LoadName): readonly Measured[] =>
    speeds.map((perSecond) => ({
      perSecond,
      total: load.startsWith('connect') ? 2e3 : 2e9,
      p50: 80,
      p99: 200,
      processor: perSecond === BUSY ? 9 : processor,
      isDisturbed: perSecond === BUSY,
    }));
  return { name, of: new Map(LOAD_NAMES.map((load) => [load, of(load)])) };
}
