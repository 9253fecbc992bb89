import type { EngineEvent } from '../contract.ts';
import type { EngineParts } from './parts.ts';

/** Looks for other programs that work on connections, and says which there are; `before` once more where they are gone. */
export function createRivalWatch({
  readRivals,
  emit,
}: Pick<EngineParts, 'readRivals'> & {
  readonly emit: (event: EngineEvent) => void;
}) {
  let before = '';
  return async (signal: AbortSignal): Promise<void> => {
    const found = (await readRivals(signal)).map(({ name, kind }) => ({ name, kind }));
    const now = found.map(({ name }) => name).join();
    if (now === before) return;
    before = now;
    emit({ event: 'rivals', found });
  };
}
