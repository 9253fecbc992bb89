import { measureControlSpeed } from '../measure/control-speed.ts';
import { deepCheck } from '../measure/deep/deep-check.ts';
import type { DeepTools } from '../measure/deep/deep-tools.ts';
import type { DeepPlan } from '../measure/deep/questions.ts';
import { createNameTests } from '../measure/name-tests.ts';
import type { DeepMeasurement } from '../model/deep-check.ts';
import { linkedController } from '../net/abort.ts';
import { createRangeSet } from '../net/ip.ts';
import { udpDialer } from '../net/packet.ts';
import { measureThisNetwork } from './network.ts';
import type { EngineParts } from './parts.ts';
import { followNetworkProxy } from './uplink.ts';

/** Controls whose certificates are held against the messengers'. */
const CONTROLS = 2;

export interface CloserLookOptions {
  readonly signal: AbortSignal;
  /** How many of how many questions are answered. */
  readonly onProgress: (done: number, all: number) => void;
}

/** Whom a closer look asks, of our data files. */
export function closerLookPlan({ resources }: Pick<EngineParts, 'resources'>): DeepPlan {
  const { deepCheck: data, messengers, controls } = resources;
  return { data, messengers, controls: controls.foreign.slice(0, CONTROLS).map(({ host }) => host) };
}

/**
 * Looks more closely at the network we are on, on the plain way alone; the controls are asked beside, and the observer is told of
 * them. Leaves no connection. Rejects only when aborted.
 */
export async function lookCloser(
  parts: EngineParts,
  { signal, onProgress }: CloserLookOptions,
): Promise<readonly DeepMeasurement[]> {
  const { bricks, observer } = parts;
  const { controller, unlink } = linkedController(signal);
  try {
    await followNetworkProxy(parts, 0, signal);
    const network = measureThisNetwork(parts, signal).then((verdict) => {
      observer.onNetwork(verdict);
      return verdict.cause === null;
    });
    network.catch(() => undefined);
    const tools = toolsOf(parts, controller.signal);
    return await deepCheck(closerLookPlan(parts), tools, { signal, onProgress, isNetworkFine: network });
  } finally {
    controller.abort(new Error('the closer look is over'));
    unlink();
    bricks.close();
  }
}

function toolsOf({ bricks, resources, clock, random }: EngineParts, ended: AbortSignal): DeepTools {
  const { gate, roots, book, plainDialer: dialer, catalogue, judge } = bricks;
  const { controls, messengers, signalRoot, browserHello } = resources;
  const ranges = createRangeSet(
    messengers.flatMap(({ cidrs, hints }) => [...cidrs, ...Object.values(hints).flat()]),
  );
  return {
    ...{ dialer, packets: udpDialer, gate, clock, random },
    resolver: catalogue.get,
    judge: judge.judge,
    isPublished: ranges.has,
    nameTests: createNameTests({ gate, roots, book, clock, ended, neutral: controls.neutral }),
    proofs: { roots, signalRoots: [...roots, signalRoot], recordedHello: browserHello, clock, random },
    controlSpeed: (signal, trace) => measureControlSpeed({ controls, dialer, roots, clock, signal, trace }),
  };
}
