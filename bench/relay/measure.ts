import * as v from 'valibot';
import { output } from '../children.ts';
import type { Contender } from './contenders.ts';
import { watchProcessor } from './processor.ts';

/** What is measured: the load's mode and its streams. */
const LOADS = {
  'down 1': ['down', 1],
  'down 8': ['down', 8],
  'up 1': ['up', 1],
  'connect 1': ['connect', 1],
  'connect 32': ['connect', 32],
  echo: ['echo', 1],
} as const;
export type LoadName = keyof typeof LOADS;
export const LOAD_NAMES = Object.keys(LOADS).filter((name): name is LoadName => name in LOADS);

/** A sample during which others used more of one core than this is taken again, while any of the spare tries are left. */
const MOST_DISTURBANCE = 0.2;
const SPARE_TRIES = 40;
let spent = 0;

const Told = v.object({ perSecond: v.number(), total: v.number(), p50: v.number(), p99: v.number() });

export interface Measured extends v.InferOutput<typeof Told> {
  /** Seconds of processor time that the proxy took for all of it. */
  readonly processor: number;
  /** Whether others used the machine meanwhile, for all the tries. */
  readonly isDisturbed: boolean;
}

/** One sample of one load through one proxy. `load`: the command of the load generator. */
export async function measure(
  { port, pid }: Contender,
  name: LoadName,
  { load, milliseconds }: { readonly load: readonly string[]; readonly milliseconds: number },
): Promise<Measured> {
  const [mode, streams] = LOADS[name];
  for (;;) {
    const used = watchProcessor(pid);
    const since = performance.now();
    const told = await output([...load, mode, String(port), String(streams), String(milliseconds)]);
    const { proxy, others } = used();
    const isDisturbed = others > (MOST_DISTURBANCE * (performance.now() - since)) / 1000;
    if (isDisturbed && spent++ < SPARE_TRIES) continue;
    return { ...v.parse(Told, JSON.parse(told)), processor: proxy, isDisturbed };
  }
}
