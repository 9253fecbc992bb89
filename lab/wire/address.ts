import ipaddr from 'ipaddr.js';

const MAX_CACHED = 4096;
const texts = new Map<string, string>();

/** The canonical text (RFC 5952 for IPv6) of a 4- or 16-byte address in network order. */
export function addressText(bytes: Buffer): string {
  if (bytes.length === 4) return `${bytes[0]}.${bytes[1]}.${bytes[2]}.${bytes[3]}`;
  const key = bytes.toString('latin1');
  const known = texts.get(key);
  if (known !== undefined) return known;
  if (texts.size >= MAX_CACHED) texts.clear();
  const text = ipaddr.fromByteArray([...bytes]).toString();
  texts.set(key, text);
  return text;
}

/** The bytes of an address given as text. Throws on anything that is not an IP address. */
export function addressBytes(text: string): Buffer {
  return Buffer.from(ipaddr.parse(text).toByteArray());
}

/** One spelling per address, so that addresses from data and from packets compare as strings. */
export function canonicalAddress(text: string): string {
  return ipaddr.parse(text).toString();
}

/** 4 or 6. */
export function addressVersion(text: string): 4 | 6 {
  return text.includes(':') ? 6 : 4;
}

/** A set of addresses and CIDR blocks, e.g. `['157.240.0.0/16', '2a03:2880::/29', '1.1.1.1']`. */
export class AddressSet {
  readonly #blocks: readonly [ipaddr.IPv4 | ipaddr.IPv6, number][];
  readonly #answers = new Map<string, boolean>();

  constructor(entries: readonly string[]) {
    this.#blocks = entries.map((entry) =>
      entry.includes('/') ? ipaddr.parseCIDR(entry) : [ipaddr.parse(entry), entry.includes(':') ? 128 : 32],
    );
  }

  /** Whether an address (canonical text) is in the set. */
  has(address: string): boolean {
    const known = this.#answers.get(address);
    if (known !== undefined) return known;
    const parsed = ipaddr.parse(address);
    const answer = this.#blocks.some(
      ([network, length]) => network.kind() === parsed.kind() && parsed.match(network, length),
    );
    if (this.#answers.size >= MAX_CACHED) this.#answers.clear();
    this.#answers.set(address, answer);
    return answer;
  }
}
