/** The latest of something, kept and handed to who watches. */
export interface Stream<T> {
  push(item: T): void;
  /** Hands over what is kept, at once, and what comes. Returns how to stop. */
  watch(listener: (items: readonly T[]) => void): () => void;
  isWatched(): boolean;
  clear(): void;
}

/** A ring of `length` items. What comes within one turn of the event loop is handed over together. */
export function createStream<T>(length: number): Stream<T> {
  const listeners = new Set<(items: readonly T[]) => void>();
  let kept: T[] = [];
  let fresh: T[] = [];

  /** Trimmed seldom, so that a push costs no copy. */
  function keep(item: T): void {
    kept.push(item);
    if (kept.length >= 2 * length) kept = kept.slice(-length);
  }

  function handOver(): void {
    const items = fresh.slice(-length);
    fresh = [];
    if (items.length > 0) for (const listener of [...listeners]) listener(items);
  }

  return {
    push(item) {
      keep(item);
      if (listeners.size === 0) return;
      if (fresh.length === 0) setImmediate(handOver);
      fresh.push(item);
    },
    watch(listener) {
      handOver();
      const own = (items: readonly T[]) => listener(items);
      listeners.add(own);
      listener(kept.slice(-length));
      return () => void listeners.delete(own);
    },
    isWatched: () => listeners.size > 0,
    clear() {
      kept = [];
      fresh = [];
    },
  };
}
