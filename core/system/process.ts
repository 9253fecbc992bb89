import { readFile } from 'node:fs/promises';
import { uptime } from 'node:os';

/** A process of this computer: its id alone may be somebody else's tomorrow. */
export interface ProcessMark {
  readonly id: number;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
}

/** Seconds by which two readings of one start may differ. */
const SLACK_MS = 5000;
/** Of /proc, on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;

/** This process. */
export function ownMark(now: number): ProcessMark {
  return { id: process.pid, startedAt: now - process.uptime() * 1000 };
}

/**
 * Whether that very process is still there: not if the computer was started since, nor if its id belongs to another one now
 * (which only Linux tells without asking another program).
 */
export async function isAlive({ id, startedAt }: ProcessMark, now: number): Promise<boolean> {
  const bootedAt = now - uptime() * 1000;
  if (startedAt < bootedAt - SLACK_MS) return false;
  try {
    process.kill(id, 0);
  } catch (error) {
    // Somebody else's process may not be signalled, but it is there.
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false;
  }
  const stat = await readFile(`/proc/${id}/stat`, 'utf8').catch(() => null);
  if (stat === null) return true;
  // The name in brackets may hold anything; the start time is the twentieth word behind it.
  const ticks = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]);
  const actual = bootedAt + (ticks / TICKS_PER_SECOND) * 1000;
  return Math.abs(actual - startedAt) < SLACK_MS;
}
