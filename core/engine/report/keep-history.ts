import type { Clock } from '../../model/time.ts';
import type { Verdict } from '../../model/verdict.ts';
import type { House } from '../open.ts';

/** Writes a verdict into the history of the network we are on. Never rejects: what cannot be kept is not. */
export async function keepVerdict(
  { history, networkKey, keep, keepKeys }: Pick<House, 'history' | 'networkKey' | 'keep' | 'keepKeys'>,
  { messenger, purpose, state, findings }: Verdict,
  at: number,
): Promise<void> {
  const causes = findings.slice(0, 16).map(({ cause }) => cause);
  try {
    const network = await networkKey();
    await keep(() => keepKeys().then(() => history.add({ at, network, messenger, purpose, state, causes })));
  } catch {
    // Nobody waits for it.
  }
}

/** Keeps the verdicts of one measurement for a program that ends after it: `kept` resolves once all are written, or cannot be. */
export function createKeeping(house: Parameters<typeof keepVerdict>[0], clock: Pick<Clock, 'now'>) {
  const writing: Promise<void>[] = [];
  return {
    keep(verdict: Verdict): void {
      writing.push(keepVerdict(house, verdict, Math.max(0, clock.now())));
    },
    kept: async (): Promise<void> => void (await Promise.all(writing)),
  };
}
