/** What goes on behind the person's back. */
export interface Background {
  /** The end waits for it as well as whoever asked; its failure is theirs alone. */
  inBackground(work: Promise<void>): Promise<void>;
  /** Resolves when all of it is over. */
  over(): Promise<void>;
}

/** Work that nobody waits for until the end. */
export function createBackground(): Background {
  const pending = new Set<Promise<void>>();
  return {
    inBackground(work) {
      const over: Promise<void> = work
        .catch(() => undefined)
        .finally(() => {
          pending.delete(over);
        });
      pending.add(over);
      return work;
    },
    async over() {
      await Promise.all(pending);
    },
  };
}
