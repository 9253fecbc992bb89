import * as v from 'valibot';
import { STREAM_LENGTH, type StreamItem, StreamItemSchemas, type StreamName } from '../../core/contract.ts';

type Listener<N extends StreamName> = (items: readonly StreamItem<N>[]) => void;

/** One stream on this side: what it holds, and who watches. */
export interface StreamHub<N extends StreamName> {
  /** Hands over what is held, then what comes. Returns how to stop. */
  watch(listener: Listener<N>): () => void;
  isWatched(): boolean;
  /** Takes items in as they came over the wire; what was seen before a new connection is left out. */
  take(items: readonly unknown[]): void;
  /** The next items are of a new connection, which tells from the beginning. */
  startsOver(): void;
}

/** `onChange` is told when the first watcher comes and when the last one has gone. */
export function createStreamHub<N extends StreamName>(
  name: N,
  onChange: (isWatched: boolean) => void,
): StreamHub<N> {
  const schema = v.array(StreamItemSchemas[name]);
  const listeners = new Set<Listener<N>>();
  let held: readonly StreamItem<N>[] = [];
  let isStartingOver = false;
  return {
    watch(listener) {
      // Of its own, so that the same function may watch twice.
      const mine: Listener<N> = (items) => listener(items);
      listeners.add(mine);
      if (listeners.size === 1) onChange(true);
      else if (held.length > 0) mine(held);
      return () => {
        if (!listeners.delete(mine) || listeners.size > 0) return;
        held = [];
        onChange(false);
      };
    },
    isWatched: () => listeners.size > 0,
    take(items) {
      const parsed = v.safeParse(schema, items);
      if (!parsed.success) return;
      const seen = isStartingOver ? (held.at(-1)?.at ?? 0) : 0;
      isStartingOver = false;
      const fresh: readonly StreamItem<N>[] = parsed.output.filter(({ at }) => at > seen || seen === 0);
      held = [...held, ...fresh].slice(-STREAM_LENGTH[name]);
      if (fresh.length > 0) for (const listener of [...listeners]) listener(fresh);
    },
    startsOver() {
      isStartingOver = true;
    },
  };
}
