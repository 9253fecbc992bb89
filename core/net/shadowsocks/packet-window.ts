/** How far behind the latest a number may be. RFC 6479 has a filter of the same kind; UDP does not keep order. */
const WIDTH = 1024;

/** Tells numbers that were met before, in bounded memory: what is too old to tell counts as met. */
export interface PacketWindow {
  /** Whether a number is new; from then on it was met. */
  isNew(number: bigint): boolean;
}

/** The sliding window of SIP022 §3.2.4. */
export function createPacketWindow(): PacketWindow {
  const met = new Set<bigint>();
  let latest = -1n;
  return {
    isNew(number) {
      if (number <= latest - BigInt(WIDTH) || met.has(number)) return false;
      met.add(number);
      if (number > latest) latest = number;
      if (met.size > 2 * WIDTH) for (const old of met) if (old <= latest - BigInt(WIDTH)) met.delete(old);
      return true;
    },
  };
}
