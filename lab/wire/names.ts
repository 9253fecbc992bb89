/** Domain names matched by suffix: `whatsapp.net` stands for itself and everything below it. */
export class NameSet {
  readonly #names: readonly string[];

  constructor(names: readonly string[]) {
    this.#names = names.map((name) => name.toLowerCase());
  }

  /** Whether a name is in the set; case and a final dot do not matter. */
  has(name: string): boolean {
    const plain = name.toLowerCase().replace(/\.$/, '');
    return this.#names.some((known) => plain === known || plain.endsWith(`.${known}`));
  }

  /** The first of the names that occurs anywhere in the bytes, as a filter that does not parse would see it. */
  findIn(bytes: Buffer): string | undefined {
    if (bytes.length === 0) return undefined;
    const text = bytes.toString('latin1').toLowerCase();
    return this.#names.find((name) => text.includes(name));
  }
}
