import type { Recorded, Told } from './records.ts';

/** Tells the test; without one, as by hand, nobody. */
export function record(recorded: Recorded): void {
  process.send?.(recorded, undefined, undefined, () => undefined);
}

const listeners: ((told: Told) => void)[] = [];
process.on('message', (told: Told) => {
  for (const listener of listeners) listener(told);
});

/** Listens to what the test wants to happen. */
export function whenTold<T extends Told['tell']>(
  tell: T,
  listener: (told: Extract<Told, { tell: T }>) => void,
): void {
  const isMine = (told: Told): told is Extract<Told, { tell: T }> => told.tell === tell;
  listeners.push((told) => {
    if (isMine(told)) listener(told);
  });
}
