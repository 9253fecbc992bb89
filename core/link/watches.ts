import * as v from 'valibot';
import { type StreamItem, StreamItemSchemas, type StreamName } from '../contract/state.ts';
import type { ToEngine } from './messages.ts';

/** Who watches which stream, kept over the engine's restarts. */
export interface Watches {
  add<N extends StreamName>(stream: N, listener: (items: readonly StreamItem<N>[]) => void): number;
  remove(id: number): void;
  items(id: number, items: readonly unknown[]): void;
  /** What a new engine has to be asked for. */
  messages(): readonly ToEngine[];
}

interface Watch {
  readonly stream: StreamName;
  hear(items: readonly unknown[]): void;
}

/** Items that do not fit their stream are passed over. */
export function createWatches(): Watches {
  const watches = new Map<number, Watch>();
  let next = 0;
  return {
    add(stream, listener) {
      const id = next++;
      watches.set(id, { stream, hear: (items) => listener(fitting(stream, items)) });
      return id;
    },
    remove: (id) => void watches.delete(id),
    items: (id, items) => watches.get(id)?.hear(items),
    messages: () => [...watches].map(([id, { stream }]) => ({ kind: 'watch', id, stream })),
  };
}

function fitting<N extends StreamName>(stream: N, items: readonly unknown[]): readonly StreamItem<N>[] {
  const schema = StreamItemSchemas[stream];
  return items.flatMap((item) => {
    const parsed = v.safeParse(schema, item);
    return parsed.success ? [parsed.output] : [];
  });
}
