/** An item of a stream with its place in it: a key that stays while older ones fall out. */
export type Numbered<T> = T & { readonly number: number };

/** Adds items behind those kept, numbered on, and keeps the last `most`. */
export function addItems<T extends object>(
  kept: readonly Numbered<T>[],
  items: readonly T[],
  most: number,
): readonly Numbered<T>[] {
  const next = (kept.at(-1)?.number ?? 0) + 1;
  return [...kept, ...items.map((item, index) => ({ ...item, number: next + index }))].slice(-most);
}
