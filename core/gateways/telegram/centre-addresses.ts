import type { Clock } from '../../model/time.ts';

/** An address that gave no answer lets the others of its data centre go first for so long. Milliseconds. */
const COOL_DOWN_MS = 60_000;

/** Which address of a data centre is asked next. */
export interface CentreAddresses {
  /** The first that has not failed lately, else the one whose failure lies furthest back; undefined where none is known. */
  choose(dataCentre: number): string | undefined;
  failed(address: string): void;
  answered(address: string): void;
}

/** `dataCentres` holds the number of the data centre at each address, the better ones first. */
export function createCentreAddresses(
  dataCentres: ReadonlyMap<string, number>,
  clock: Clock,
): CentreAddresses {
  const failedAt = new Map<string, number>();
  const moment = (address: string): number => {
    const at = failedAt.get(address) ?? Number.NEGATIVE_INFINITY;
    return clock.monotonic() - at < COOL_DOWN_MS ? at : Number.NEGATIVE_INFINITY;
  };
  return {
    choose(dataCentre) {
      const addresses = [...dataCentres].filter(([, number]) => number === dataCentre);
      const [first, ...others] = addresses.map(([address]) => address);
      if (first === undefined) return undefined;
      return others.reduce((best, address) => (moment(address) < moment(best) ? address : best), first);
    },
    failed: (address) => void failedAt.set(address, clock.monotonic()),
    answered: (address) => void failedAt.delete(address),
  };
}
