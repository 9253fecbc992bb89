import type { Clock } from '../model/time.ts';

/** Remembers where a censor was just triggered: it may keep that address and port blocked for us for a while. */
export interface AddressBook {
  hit(address: string, port: number): void;
  /** Whether the last hit is less than the rest ago: a failure there proves nothing yet. */
  isResting(address: string, port: number): boolean;
  /** The same addresses: those not resting as they were, then the resting ones, longest rested first. */
  order(addresses: readonly string[], port: number): readonly string[];
  /** Forgets all hits: another network has another censor. */
  clear(): void;
}

export interface AddressBookOptions {
  readonly clock: Clock;
  /** Milliseconds; 180,000 unless given, longer than the residual blocks that have been measured. */
  readonly restMs?: number;
  /** Hits kept; the oldest are forgotten. */
  readonly limit?: number;
}

/** An empty book; rests are 180 s and at most 1024 hits are kept, unless told otherwise. Never throws. */
export function createAddressBook({
  clock,
  restMs = 180_000,
  limit = 1024,
}: AddressBookOptions): AddressBook {
  const hits = new Map<string, number>();
  const lastHit = (address: string, port: number) => {
    const at = hits.get(key(address, port));
    return at !== undefined && clock.monotonic() - at < restMs ? at : undefined;
  };

  return {
    hit(address, port) {
      hits.delete(key(address, port));
      hits.set(key(address, port), clock.monotonic());
      for (const oldest of hits.keys()) {
        if (hits.size <= limit) break;
        hits.delete(oldest);
      }
    },
    clear: () => hits.clear(),
    isResting: (address, port) => lastHit(address, port) !== undefined,
    order: (addresses, port) =>
      addresses
        .map((address) => ({ address, at: lastHit(address, port) ?? Number.NEGATIVE_INFINITY }))
        .sort((a, b) => (a.at === b.at ? 0 : a.at - b.at))
        .map(({ address }) => address),
  };
}

function key(address: string, port: number): string {
  return `${address}|${port}`;
}
