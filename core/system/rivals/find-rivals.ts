import type { Rival } from '../../model/rivals.ts';
import { type Running, type RunningOptions, readRunning } from './running.ts';

/** Milliseconds; nobody waits for it. */
const LIMIT_MS = 5000;
/** Linux cuts the name a process calls itself by. */
const LONGEST_COMM = 15;

/** Programs of the list that run here, each once, in the list's order. Rejects only when aborted. */
export async function findRivals(
  rivals: readonly Rival[],
  options: RunningOptions,
  signal: AbortSignal,
): Promise<readonly Rival[]> {
  const limited = AbortSignal.any([signal, AbortSignal.timeout(LIMIT_MS)]);
  const running = await readRunning(options, limited).catch(() => {
    signal.throwIfAborted();
    return null;
  });
  return running === null ? [] : rivalsIn(rivals, running);
}

/** The same, of what is known to run. Pure. A driver that others bring along counts only where none of them was found. */
export function rivalsIn(rivals: readonly Rival[], { processes, services }: Running): readonly Rival[] {
  const found = rivals.filter(
    (rival) =>
      rival.processes.some((name) => processes.has(name) || processes.has(name.slice(0, LONGEST_COMM))) ||
      rival.services.some((name) => services.has(name)),
  );
  const hasProgram = found.some(({ kind, processes: own }) => kind === 'reshapes' && own.length > 0);
  return found.filter(({ kind, processes: own }) => !(kind === 'reshapes' && own.length === 0 && hasProgram));
}
