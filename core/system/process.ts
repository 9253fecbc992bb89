import { readFile } from 'node:fs/promises';
import { uptime } from 'node:os';

/** A process of this computer: its id alone may be somebody else's tomorrow. */
export interface ProcessMark {
  readonly id: number;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
}

/** The same without a clock, which people set: ticks since the computer was started; null on systems without /proc. */
export interface ProcessRun {
  readonly id: number;
  readonly ticks: number | null;
}

/** Seconds by which two readings of one start may differ. */
const SLACK_MS = 5000;
/** Of /proc, on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;

/** This process. */
export function ownMark(now: number): ProcessMark {
  return { id: process.pid, startedAt: now - process.uptime() * 1000 };
}

/** This process. */
export async function ownRun(): Promise<ProcessRun> {
  return { id: process.pid, ticks: (await look(process.pid))?.ticks ?? null };
}

/**
 * Whether that very process is still there: not if the computer was started since, nor if its id belongs to another one now
 * (which only Linux tells without asking another program).
 */
export async function isAlive({ id, startedAt }: ProcessMark, now: number): Promise<boolean> {
  const bootedAt = now - uptime() * 1000;
  if (startedAt < bootedAt - SLACK_MS) return false;
  const seen = await look(id);
  if (seen === null || seen.ticks === null) return seen !== null;
  const actual = bootedAt + (seen.ticks / TICKS_PER_SECOND) * 1000;
  return Math.abs(actual - startedAt) < SLACK_MS;
}

/** The same, whatever the clock was set to. */
export async function isRunning({ id, ticks }: ProcessRun): Promise<boolean> {
  const seen = await look(id);
  return seen !== null && (ticks === null || seen.ticks === null || seen.ticks === ticks);
}

/** Who has this id now; null where nobody has, or one that has ended and that nobody has asked for yet. */
async function look(id: number): Promise<Pick<ProcessRun, 'ticks'> | null> {
  try {
    process.kill(id, 0);
  } catch (error) {
    // Somebody else's process may not be signalled, but it is there.
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return null;
  }
  const stat = await readFile(`/proc/${id}/stat`, 'utf8').catch(() => null);
  if (stat === null) return { ticks: null };
  // The name in brackets may hold anything; the state is the first word behind it, the start the twentieth.
  const words = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return words[0] === 'Z' || words[0] === 'X' ? null : { ticks: Number(words[19]) };
}
