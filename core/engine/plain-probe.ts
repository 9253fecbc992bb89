import { tryTransport } from '../finder/attempt.ts';
import type { Wanted } from '../finder/finder.ts';
import type { Attempt } from '../model/route.ts';
import type { Random } from '../model/time.ts';
import type { Verdict } from '../model/verdict.ts';
import { type RoundParts, verdictEvent } from './round.ts';

/** Between two probes of the plain way in the background: nobody waits for them. Milliseconds. */
const PAUSE_MS = 1500;

/** As much of a round as a probe uses. */
export interface PlainProbeParts extends Pick<RoundParts, 'table' | 'clock' | 'emit' | 'diagnose'> {
  readonly tools: Pick<RoundParts['tools'], 'plain' | 'prover' | 'gate' | 'onlyThrough'>;
  readonly random: Random;
  readonly signal: AbortSignal;
}

/**
 * A remembered way was proven at once, so nobody knows whether the plain one works again. This finds out, one purpose
 * after the other, says the verdicts, and goes back to the plain way where that is open — but not to one that merely
 * answers, on a network where downloads freeze.
 */
export async function probePlain(wanted: readonly Wanted[], parts: PlainProbeParts): Promise<void> {
  const { table, emit, tools } = parts;
  const measurable = wanted.filter(({ key }) => !tools.onlyThrough.has(key.messenger));
  const measured: { readonly one: Wanted; readonly verdict: Verdict }[] = [];
  for (const one of measurable) {
    const verdict = await probe(one, parts);
    emit(verdictEvent(verdict));
    measured.push({ one, verdict });
  }
  const freezes = measured.some(({ verdict }) => verdict.findings.some(({ cause }) => cause === 'frozen'));
  for (const { one, verdict } of measured) {
    const isOpen = verdict.state === 'reachable' || (verdict.state === 'answers' && !freezes);
    const current = table.get(one.key);
    if (
      !isOpen ||
      tools.onlyThrough.has(one.key.messenger) ||
      current === undefined ||
      current.id === tools.plain.id
    )
      continue;
    table.set(one.key, tools.plain);
    emit({ event: 'moved', ...one.key, from: current.label, to: tools.plain.label });
  }
}

async function probe(
  one: Wanted,
  { tools, clock, random, signal, diagnose }: PlainProbeParts,
): Promise<Verdict> {
  await clock.sleep(PAUSE_MS * (0.5 + random.uniform()), signal);
  const attempts: Attempt[] = [];
  await tryTransport(one.data.samples, tools.plain, {
    prover: tools.prover,
    gate: tools.gate,
    signal,
    trace: () => undefined,
    onAttempt: (attempt) => attempts.push(attempt),
  });
  return diagnose(one, attempts, null, signal);
}
