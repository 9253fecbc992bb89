import type { EngineEvent, OutageView } from '../contract.ts';
import type { Cause } from '../model/verdict.ts';

/** What no way round helps against, as long as there is no server inside. */
export const HOPELESS: ReadonlySet<Cause> = new Set([
  'offline',
  'captive-portal',
  'shutdown',
  'whitelist-only',
  'clock-wrong',
]);

/** One look proves little: a router starts anew within a minute. */
const CONFIRMING_LOOKS = 2;
const CONFIRMING_MS = 60_000;
/** After so many light looks a whole search: what came back may be a messenger alone. */
const LOOKS_PER_SEARCH = 4;

/** How long nothing has got through on this network, and how often that was seen. */
export interface Outage {
  /** Adds to a word about the network how long it has been so. */
  told(event: EngineEvent): EngineEvent;
  /** One more look that found it unchanged, as the word about it; null while nothing is known to be the matter. */
  lookedAgain(): EngineEvent | null;
  /** Whether a light look is enough now, in the place of a search. */
  isLightEnough(): boolean;
  /** On another network nothing of it counts. */
  reset(): void;
}

/** `now` in milliseconds since 1970. */
export function createOutage(now: () => number): Outage {
  let outage: { readonly since: number; readonly looks: number } | null = null;
  let word: Extract<EngineEvent, { event: 'network' }> | null = null;
  let lightLooks = 0;

  function view({ since, looks }: NonNullable<typeof outage>): OutageView {
    return { since, looks, isConfirmed: looks >= CONFIRMING_LOOKS && now() - since >= CONFIRMING_MS };
  }

  function note(event: Extract<EngineEvent, { event: 'network' }>): EngineEvent {
    const isOut = event.cause !== null && HOPELESS.has(event.cause);
    word = isOut ? event : null;
    outage = isOut ? { since: outage?.since ?? Math.max(0, now()), looks: (outage?.looks ?? 0) + 1 } : null;
    return outage === null ? event : { ...event, outage: view(outage) };
  }

  return {
    told(event) {
      if (event.event !== 'network') return event;
      lightLooks = 0;
      return note(event);
    },
    lookedAgain() {
      lightLooks += 1;
      return word === null ? null : note(word);
    },
    isLightEnough: () => outage !== null && lightLooks < LOOKS_PER_SEARCH,
    reset() {
      outage = null;
      word = null;
      lightLooks = 0;
    },
  };
}
