import type { Readable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import { isAlive } from '../process.ts';
import type { Journal } from '../settings/journal.ts';
import { type Places, type Restored, restoreHome, tidy } from '../settings/restore.ts';
import { inTurn, PATIENCE_MS } from '../settings/turns.ts';

/** Milliseconds that putting back may take. */
const RESTORE_MS = 40_000;
/** Who was just killed is still there for a moment, behind the end of its pipes. */
const DYING_MS = 1000;
const LOOK_MS = 20;

export interface GuardOptions extends Places {
  /** A pipe that somebody else holds the other end of: it ends when they do, however they end. */
  readonly lifeline: Readable;
  readonly journal: Journal;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/**
 * Waits until the lifeline ends and then puts back what was not put back before. Resolves to what that came to; null where
 * there was nothing to do: its holder ended in good order, or somebody else is at work by now, with a guardian of their own.
 */
export async function guard(options: GuardOptions): Promise<Restored | null> {
  const { lifeline, home, journal, now } = options;
  await new Promise<void>((resolve) => {
    lifeline
      .once('end', resolve)
      .once('error', () => resolve())
      .once('close', resolve);
    lifeline.resume();
  });
  const signal = AbortSignal.timeout(RESTORE_MS);
  return inTurn(home, { now, signal, patienceMs: PATIENCE_MS }, async () => {
    switch (await whatIsLeft(options)) {
      case 'ours':
        return restoreHome(options, { journal, now, signal });
      case 'nothing':
        // It may have been killed before it had recorded anything.
        await tidy(options, signal);
        return null;
      case 'others':
        return null;
    }
  });
}

/** Whose what is recorded is to put back. */
async function whatIsLeft({ journal, now }: GuardOptions): Promise<'ours' | 'nothing' | 'others'> {
  for (let waited = 0; ; waited += LOOK_MS) {
    const entries = Object.values(await journal.read());
    if (entries.length === 0) return 'nothing';
    const isOthers = await Promise.all(
      entries.map((entry) => (entry.guardian?.id === process.pid ? false : isAlive(entry.process, now()))),
    );
    if (!isOthers.includes(true)) return 'ours';
    if (waited >= DYING_MS) return 'others';
    await setTimeout(LOOK_MS);
  }
}
