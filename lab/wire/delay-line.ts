/** What is on its way to one end, ordered by when it arrives; first in, first out among equals. */
export class DelayLine<Item> {
  readonly #limit: number;
  #waiting: { readonly due: number; readonly item: Item }[] = [];
  #head = 0;
  #latest = 0;

  /** At most `limit` items are on their way at a time. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** When the next item arrives; undefined when nothing is on its way. */
  get nextDue(): number | undefined {
    return this.#waiting[this.#head]?.due;
  }

  /** Puts an item behind all that were appended before, even if it is due earlier. False when the line is full. */
  append(item: Item, due: number): boolean {
    this.#latest = Math.max(this.#latest, due);
    return this.#insert(item, this.#latest);
  }

  /** Lets an item overtake those that are due later. False when the line is full. */
  overtake(item: Item, due: number): boolean {
    return this.#insert(item, due);
  }

  /** Takes out the next item that is due at `now`. */
  take(now: number): Item | undefined {
    const next = this.#waiting[this.#head];
    if (next === undefined || next.due > now) return undefined;
    this.#head += 1;
    if (this.#head > 256 && this.#head * 2 > this.#waiting.length) {
      this.#waiting = this.#waiting.slice(this.#head);
      this.#head = 0;
    }
    return next.item;
  }

  #insert(item: Item, due: number): boolean {
    if (this.#waiting.length - this.#head >= this.#limit) return false;
    let at = this.#waiting.length;
    while (at > this.#head && (this.#waiting[at - 1]?.due ?? 0) > due) at -= 1;
    if (at === this.#waiting.length) this.#waiting.push({ due, item });
    else this.#waiting.splice(at, 0, { due, item });
    return true;
  }
}
