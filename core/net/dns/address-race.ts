import type { Clock } from '../../model/time.ts';
import { isUnreachable } from '../dial-failure.ts';
import { staggered } from './staggered.ts';

export interface AddressRaceOptions {
  /** Of one operator, best first. */
  readonly addresses: readonly string[];
  readonly clock: Clock;
  readonly staggerMs?: number;
}

export interface AddressRace {
  /** Rejects with the most telling error of all addresses, or the signal's reason. */
  run<T>(
    attempt: (address: string, signal: AbortSignal) => Promise<T>,
    options: { signal: AbortSignal; discard?: (late: T) => void },
  ): Promise<T>;
}

const LIMIT = 2;
const PATIENCE_MS = 1_500;

/** Tries an operator's addresses one after the other, two at most at once; the one that answered last comes first. */
export function createAddressRace({ addresses, clock, staggerMs = 250 }: AddressRaceOptions): AddressRace {
  let order = addresses;
  return {
    async run(attempt, { signal, discard }) {
      const tried = order;
      try {
        const { value, index } = await staggered(
          tried.map((address) => (limited: AbortSignal) => attempt(address, limited)),
          {
            signal,
            clock,
            stagger: () => staggerMs,
            limit: LIMIT,
            patience: PATIENCE_MS,
            ...(discard && { discard }),
          },
        );
        order = [...tried.slice(index, index + 1), ...tried.filter((_, other) => other !== index)];
        return value;
      } catch (error) {
        throw error instanceof AggregateError ? mostTelling(error.errors) : error;
      }
    },
  };
}

/** An address that cannot be reached at all says more of this computer's network than of the operator. */
function mostTelling(errors: readonly unknown[]): unknown {
  return errors.find((error) => !isUnreachable(error)) ?? errors[0];
}
