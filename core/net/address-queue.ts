import type { IpFamily } from '../model/address.ts';

/** Addresses in the order RFC 8305 §4 tries them: the families in turn, IPv6 first; `isLast` ones after all others. */
export interface AddressQueue {
  add(family: IpFamily, addresses: readonly string[]): void;
  take(): string | undefined;
}

/** An empty queue. `isLast` is asked anew at each `take`, since its answer may change while addresses wait. */
export function createAddressQueue(isLast: (address: string) => boolean): AddressQueue {
  const waiting: Readonly<Record<IpFamily, string[]>> = { 4: [], 6: [] };
  let previous: IpFamily = 4;

  const takeWhere = (fits: (address: string) => boolean) => {
    const families: readonly IpFamily[] = previous === 6 ? [4, 6] : [6, 4];
    for (const family of families) {
      const index = waiting[family].findIndex(fits);
      if (index < 0) continue;
      previous = family;
      return waiting[family].splice(index, 1)[0];
    }
    return undefined;
  };

  return {
    add(family, addresses) {
      waiting[family].push(...addresses);
    },
    take: () => takeWhere((address) => !isLast(address)) ?? takeWhere(() => true),
  };
}
