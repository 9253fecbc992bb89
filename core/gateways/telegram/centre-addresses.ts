import type { Clock } from '../../model/time.ts';
import { createCoolDowns } from './cool-downs.ts';

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
  const { inOrder, failed, worked } = createCoolDowns(clock);
  return {
    choose(dataCentre) {
      const addresses = [...dataCentres].filter(([, number]) => number === dataCentre);
      return inOrder(addresses.map(([address]) => address))[0];
    },
    failed,
    answered: worked,
  };
}
