import { tryTransport } from '../finder/attempt.ts';
import type { Wanted } from '../finder/finder.ts';
import type { Attempt } from '../model/route.ts';
import type { Random } from '../model/time.ts';
import { type RoundParts, verdictEvent } from './round.ts';

/** Between two probes of the plain way in the background: nobody waits for them. Milliseconds. */
const PAUSE_MS = 1500;

/**
 * A remembered way was proven at once, so nobody knows whether the plain one works again. This finds out, one purpose
 * after the other, says the verdict, and goes back to the plain way where that is open.
 */
export async function probePlain(
  wanted: readonly Wanted[],
  parts: RoundParts & { readonly random: Random; readonly signal: AbortSignal },
): Promise<void> {
  const { tools, table, clock, emit, random, signal } = parts;
  for (const one of wanted) {
    await clock.sleep(PAUSE_MS * (0.5 + random.uniform()), signal);
    const attempts: Attempt[] = [];
    const proven = await tryTransport(one.data.samples, tools.plain, {
      prover: tools.prover,
      gate: tools.gate,
      signal,
      trace: () => undefined,
      onAttempt: (attempt) => attempts.push(attempt),
    });
    const found = proven ? tools.plain : null;
    emit(verdictEvent(await parts.diagnose(one, attempts, null, signal)));
    const current = table.get(one.key);
    if (found === null || current === undefined || current.id === found.id) continue;
    table.set(one.key, found);
    emit({ event: 'moved', ...one.key, from: current.label, to: found.label });
  }
}
