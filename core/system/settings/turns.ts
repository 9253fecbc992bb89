import { randomBytes } from 'node:crypto';
import { link, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import * as v from 'valibot';
import { createFileOnce, readIfThere } from '../../store/atomic-file.ts';
import { isRunning, ownRun } from '../process.ts';

/** Nobody has a turn for longer, so that whatever says so then is a leftover. Milliseconds. */
const LONGEST_MS = 60_000;
const LOOK_MS = 20;
/** How often creating the file may fail for reasons that pass. */
const TRIES = 3;

const HolderSchema = v.object({ id: v.number(), ticks: v.nullable(v.number()) });

export interface TurnOptions {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly signal: AbortSignal;
  /** Milliseconds after which the work is done without a turn: whoever puts back must not be kept from it. */
  readonly patienceMs?: number;
}

/** How long whoever puts back waits. */
export const PATIENCE_MS = 15_000;

/** Turns of this process, by their files: those wait in a line of their own. */
const lines = new Map<string, Promise<unknown>>();

/**
 * Does something with this computer's settings while no other process of this home does: the engine, its guardian, what runs
 * at login and `footbridge restore` would undo each other's work. Whoever was killed in their turn has none any more. Where
 * the home cannot be written there are no turns: then nobody can change anything either. Rejects with the signal's reason.
 */
export function inTurn<T>(home: string, options: TurnOptions, work: () => Promise<T>): Promise<T> {
  const path = join(home, 'changed.lock');
  const turn = (lines.get(path) ?? Promise.resolve()).then(async () => {
    const isOurs = await take(path, options);
    try {
      return await work();
    } finally {
      if (isOurs) await rm(path, { force: true }).catch(() => undefined);
    }
  });
  lines.set(
    path,
    turn.catch(() => undefined),
  );
  return turn;
}

async function take(
  path: string,
  { now, signal, patienceMs = Number.POSITIVE_INFINITY }: TurnOptions,
): Promise<boolean> {
  const content = Buffer.from(JSON.stringify(await ownRun()));
  let failed = 0;
  for (let waited = 0; waited <= patienceMs; waited += LOOK_MS) {
    signal.throwIfAborted();
    const seen = await readIfThere(path).catch(() => null);
    if (seen === null) {
      try {
        if (await createFileOnce(path, content, { isForGood: false })) return true;
      } catch {
        failed += 1;
        if (failed === TRIES) return false;
        continue;
      }
    } else if (await isOver(path, seen, now())) {
      await remove(path, seen);
      continue;
    }
    await setTimeout(LOOK_MS, undefined, { signal });
  }
  return false;
}

async function isOver(path: string, seen: Buffer, now: number): Promise<boolean> {
  const since = await stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => now,
  );
  // Also where the clock was set back.
  if (Math.abs(now - since) > LONGEST_MS) return true;
  const holder = readHolder(seen);
  // Ours of now would not be waiting: it is from an earlier process with our id.
  return holder !== null && (holder.id === process.pid || !(await isRunning(holder)));
}

function readHolder(bytes: Buffer) {
  try {
    const result = v.safeParse(HolderSchema, JSON.parse(bytes.toString('utf8')));
    return result.success ? result.output : null;
  } catch {
    return null;
  }
}

/** Of many who see that a turn is over one moves its file away; a newer one that was caught comes back. */
async function remove(path: string, seen: Buffer): Promise<void> {
  const aside = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    await rename(path, aside);
    if (!(await readFile(aside)).equals(seen)) await link(aside, path);
  } catch {
    // Somebody else was first.
  } finally {
    await rm(aside, { force: true }).catch(() => undefined);
  }
}
