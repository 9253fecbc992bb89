import type { WireOptions, WireStatistics } from '../index.ts';
import type { Reply, Request } from './requests.ts';

/** One question to the client program and what must come of it. */
export interface Trial {
  readonly ask: Request;
  /** Undefined when the reply is right, or what is wrong with it. */
  readonly judge: (reply: Reply, statistics: WireStatistics) => string | undefined;
}

/** A censor, and what must and must not get through it. */
export interface Check {
  readonly title: string;
  readonly wire: WireOptions;
  /** Run one after the other; what is in one list runs at the same time. */
  readonly steps: readonly (readonly Trial[])[];
}

/** It must come through. */
export function passes(ask: Request): Trial {
  return { ask, judge: ({ outcome }) => (outcome === 'ok' ? undefined : `blocked: ${outcome}`) };
}

/** It must fail in just this way. */
export function fails(ask: Request, expected: string): Trial {
  return { ask, judge: ({ outcome }) => (outcome === expected ? undefined : `${outcome}, not ${expected}`) };
}

/** A number of the reply must lie in a range. */
export function within(ask: Request, what: (reply: Reply) => number, [least, most]: [number, number]): Trial {
  return {
    ask,
    judge(reply) {
      const value = what(reply);
      return value >= least && value <= most
        ? undefined
        : `${value} is not in ${least}–${most} (${reply.outcome})`;
    },
  };
}

/** A text of the reply must be just this. */
export function equals(ask: Request, what: (reply: Reply) => string | undefined, expected: string): Trial {
  return {
    ask,
    judge(reply) {
      const value = what(reply);
      return value === expected ? undefined : `${value}, not ${expected} (${reply.outcome})`;
    },
  };
}
