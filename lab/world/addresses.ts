import { isIP, isIPv4 } from 'node:net';

export interface Addresses {
  readonly v4: readonly string[];
  readonly v6: readonly string[];
}

/** Where a group's invented addresses lie: `#` is replaced by a number that is stable per name. */
interface Pool {
  readonly v4: string;
  readonly v6: string;
  /** Numbers 0 … size-1; at most 250. */
  readonly size: number;
  /** Addresses per name. */
  readonly each?: Readonly<Record<string, number>>;
}

/** Real-looking, in the owner's own ranges where they are published; they exist only inside the namespace. */
const OTHER: Pool = { v4: '23.200.#.20', v6: '2a02:26f0:#::20', size: 250 };
const POOLS: Readonly<Record<string, Pool>> = {
  whatsapp: { v4: '157.240.#.53', v6: '2a03:2880:f2#::53', size: 120, each: { 'web.whatsapp.com': 2 } },
  telegram: { v4: '149.154.16#.99', v6: '2001:67c:4e8:f#::9', size: 10 },
  signal: { v4: '13.33.#.20', v6: '2600:9000:20#::20', size: 250 },
  domestic: { v4: '87.250.#.20', v6: '2a02:6b8:#::20', size: 250 },
};

function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const character of text) value = Math.imul(value ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return value;
}

/**
 * Gives each name its addresses: the published ones where there are any (`hints`), else invented ones, stable from
 * run to run, one /24 (or /48) each while the pool lasts. A literal is its own address.
 */
export class AddressBook {
  readonly #byName = new Map<string, Addresses>();
  readonly #taken = new Set<string>();

  add(name: string, group: string, hints: readonly string[] = []): Addresses {
    const known = this.#byName.get(name);
    if (known !== undefined) return known;
    const literals = isIP(name) === 0 ? hints : [name];
    const addresses =
      literals.length > 0
        ? { v4: literals.filter(isIPv4), v6: literals.filter((literal) => !isIPv4(literal)) }
        : this.#invent(name, POOLS[group] ?? OTHER);
    for (const address of [...addresses.v4, ...addresses.v6]) this.#taken.add(address);
    this.#byName.set(name, addresses);
    return addresses;
  }

  #invent(name: string, pool: Pool): Addresses {
    const v4: string[] = [];
    const v6: string[] = [];
    for (let step = 0, wanted = pool.each?.[name] ?? 1; v4.length < wanted; step++) {
      const number = (hash(name) + step) % pool.size;
      const round = Math.floor(step / pool.size);
      if (round > 9) throw new Error(`the pool of ${name} is full`);
      const address = pool.v4
        .replace('#', String(number))
        .replace(/\d+$/, (last) => String(Number(last) + round));
      if (this.#taken.has(address) || v4.includes(address)) continue;
      v4.push(address);
      v6.push(`${pool.v6.replace('#', number.toString(16).padStart(2, '0'))}${round === 0 ? '' : round}`);
    }
    return { v4, v6 };
  }
}
