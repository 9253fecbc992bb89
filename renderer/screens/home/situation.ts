import type { KnownState, MessengerState } from '../../../core/contract.ts';
import type { Stage } from '../../scene/bridge.tsx';
import { badgeOf } from '../../words/standing.ts';

/** What Home says at the top. */
export interface Situation {
  readonly stage: Stage;
  /** Where all have a way: `works` while some still need the last step, `in-use`, or `open` where nothing is blocked. */
  readonly words:
    | 'off'
    | 'searching'
    | 'works'
    | 'in-use'
    | 'open'
    | 'partly'
    | 'blocked'
    | 'stopping'
    | 'lost'
    | 'network';
  /** How much of the bridge lies, 0 to 1. */
  readonly part: number;
  readonly works: number;
  readonly all: number;
  /** Names of those whose way is found and not taken yet. */
  readonly left: readonly string[];
}

/** Against these no way and no server helps: the network has to come back first. */
const BEYOND_US: ReadonlySet<string> = new Set([
  'offline',
  'captive-portal',
  'shutdown',
  'whitelist-only',
  'clock-wrong',
]);

const hasWay = ({ condition }: MessengerState) => condition === 'works' || condition === 'partly';

const isLeft = (messenger: MessengerState) => badgeOf(messenger) === 'found';

function whileOn(chosen: readonly MessengerState[]): Situation['words'] {
  if (chosen.every(({ condition }) => condition === 'works')) {
    if (chosen.some(isLeft)) return 'works';
    return chosen.every((one) => badgeOf(one) === 'open') ? 'open' : 'in-use';
  }
  return chosen.some(hasWay) ? 'partly' : 'blocked';
}

/** What all of it comes to. The whole network's matter comes first where nothing has a way. */
export function situationOf(state: KnownState): Situation {
  const chosen = state.messengers.filter((messenger) => messenger.chosen);
  const works = chosen.filter(hasWay).length;
  const all = chosen.length;
  const made = (words: Situation['words'], stage: Stage, part: number): Situation => ({
    stage,
    words,
    part,
    works,
    all,
    left: chosen.filter(isLeft).map(({ name }) => name),
  });
  if (state.phase === 'lost' || state.phase === 'stopping') return made(state.phase, 'off', 0);
  if (works === 0 && state.network !== null && BEYOND_US.has(state.network.cause)) {
    return made('network', 'blocked', 0);
  }
  if (state.phase === 'off') return made('off', 'off', 0);
  if (state.phase === 'searching') {
    return made('searching', 'searching', state.wanted === 0 ? 0 : state.found / state.wanted);
  }
  const words = whileOn(chosen);
  const stage = words === 'partly' ? 'off' : words === 'blocked' ? 'blocked' : 'works';
  return made(words, stage, all === 0 ? 0 : works / all);
}
