import type { Clock } from '../model/time.ts';
import type { Step } from '../model/trace.ts';
import { onAbort } from '../net/abort.ts';
import type { NeutralAnswer } from './ask-neutral.ts';

/** Questions under way at one neutral host: as many as a search may have hellos to one address (N14). */
const AT_ONCE = 2;
/** Where hellos are cut, one could be cut for another's sake. */
const AT_ONCE_AFTER_HIT = 1;
/** How long a host is left alone that fell silent after a hit, or does not answer at all. Milliseconds. */
const REST_MS = 180_000;

/** What a harmless hello in some shape came to. */
export interface Control {
  readonly answer: NeutralAnswer;
  readonly steps: readonly Step[];
}

/** A neutral host, and what we know of it by now. */
export interface Place {
  readonly host: string;
  /** Hellos of ours that were cut there: a censor may hold each against the address. */
  hits: number;
  /** By shape: whether a harmless hello is answered. Void after a hit. */
  readonly controls: Map<string, Promise<Control>>;
}

interface State extends Place {
  inUse: number;
  avoidedUntil: number;
  /** Shapes that the host itself does not understand. */
  readonly oddFor: Set<string>;
}

/** The neutral hosts, lent to tests so that none is asked too much at once and none is asked that cannot tell. */
export interface NeutralPlaces {
  /** Waits for a place where this shape may be tried, the least hit first; null when there is none (but for `tried`). */
  take(shape: string, tried: ReadonlySet<Place>, signal: AbortSignal): Promise<Place | null>;
  give(place: Place): void;
  /** A harmless hello was not answered there: the host rests, or is not asked in this shape again. */
  avoid(place: Place, shape: string, answer: NeutralAnswer): void;
}

export function createNeutralPlaces(hosts: readonly string[], clock: Clock): NeutralPlaces {
  const states = hosts.map(
    (host): State => ({
      ...{ host, hits: 0, inUse: 0, avoidedUntil: 0 },
      controls: new Map(),
      oddFor: new Set(),
    }),
  );
  const stateOf = (place: Place) => states.find(({ host }) => host === place.host);
  const waiting = new Set<() => void>();
  const wake = () => {
    for (const resume of [...waiting]) resume();
  };

  return {
    async take(shape, tried, signal) {
      for (;;) {
        signal.throwIfAborted();
        const usable = states.filter(
          (state) => clock.monotonic() >= state.avoidedUntil && !state.oddFor.has(shape) && !tried.has(state),
        );
        if (usable.length === 0) return null;
        const [best] = usable
          .filter(({ inUse, hits }) => inUse < (hits > 0 ? AT_ONCE_AFTER_HIT : AT_ONCE))
          .sort((a, b) => a.hits - b.hits || a.inUse - b.inUse);
        if (best !== undefined) {
          best.inUse += 1;
          return best;
        }
        await turn(waiting, signal);
      }
    },
    give(place) {
      const state = stateOf(place);
      if (state !== undefined) state.inUse -= 1;
      wake();
    },
    avoid(place, shape, answer) {
      const state = stateOf(place);
      if (state === undefined) return;
      if (state.hits > 0 || answer === 'no way') state.avoidedUntil = clock.monotonic() + REST_MS;
      else state.oddFor.add(shape);
      wake();
    },
  };
}

function turn(waiting: Set<() => void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const resume = () => {
      waiting.delete(resume);
      stopListening();
      resolve();
    };
    let stopListening = () => {};
    waiting.add(resume);
    stopListening = onAbort(signal, resume);
  });
}
