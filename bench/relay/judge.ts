import { NAMES } from './contenders.ts';
import { type Samples, timesAsCheap } from './report.ts';

/**
 * So many times the processor time of ours plain `pipe` must take for a byte. Not how many times as fast we are: load
 * and server share one core, which is at its limit before our relay is.
 */
const LEAST_GAIN = 2.5;
/** Or at least this much of what a relay in C gains that does nothing but read and write: the rest is the kernel's. */
const SHARE_OF_COPY = 0.8;

export interface Judgement {
  /** Undefined where the machine was too busy to tell. */
  readonly holds: boolean | undefined;
  readonly sentence: string;
}

/** Whether one stream down and one up are cheap enough. Throws where a proxy that it takes is missing. */
export function judge(all: readonly Samples[]): Judgement {
  const [ours, pipe, copy] = [NAMES.ours, NAMES.pipe, NAMES.copy].map((name) => {
    const found = all.find((samples) => samples.name === name);
    if (found === undefined) throw new Error(`${name} was not measured`);
    return found;
  });
  const gains = (['down 1', 'up 1'] as const).map((load) => ({
    load,
    gain: ours && pipe ? timesAsCheap(ours, pipe, load) : Number.NaN,
    most: copy && pipe ? timesAsCheap(copy, pipe, load) : Number.NaN,
  }));
  if (gains.some(({ gain, most }) => Number.isNaN(gain + most))) {
    return { holds: undefined, sentence: 'The machine was too busy with others to tell.' };
  }
  const holds = gains.every(({ gain, most }) => gain >= Math.min(LEAST_GAIN, SHARE_OF_COPY * most));
  const said = gains.map(({ load, gain, most }) => `${load} ${gain.toFixed(1)} (in C ${most.toFixed(1)})`);
  const sentence = `So many times the processor time that a byte takes Footbridge it takes plain \`pipe\`: ${said.join(', ')}.
At least ${LEAST_GAIN}, or ${SHARE_OF_COPY} of what reading and writing in C gains: ${holds ? 'holds' : '**does not hold**'}.`;
  return { holds, sentence };
}
