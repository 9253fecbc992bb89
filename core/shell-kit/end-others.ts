import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock, Random } from '../model/time.ts';
import { readSpot } from './instance.ts';
import { askInstance } from './instance-request.ts';

/** Where a window or page says how to ask it, and each program in a terminal. */
const SPOT_FILE = /^(?:window|terminal-\d+)\.json$/;
/** More were not started by a person. */
const MOST_SPOTS = 64;

/** Milliseconds that one may take to answer, and then to end. */
const ANSWER_MS = 1_000;
const ENDING_MS = 3_000;
const LOOK_MS = 25;

interface EndOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly isAlive: (pid: number) => boolean;
  /** Ends a process at once. */
  readonly kill: (pid: number) => void;
}

/**
 * Has every Footbridge of this home end, whatever shell it is. One that answers and then stays is killed; one that does not
 * answer may be another program by now, and is left alone. Resolves to the ids of those. Never rejects.
 */
export async function endOthers(home: string, options: EndOptions): Promise<readonly number[]> {
  const names = await readdir(home).catch((): string[] => []);
  const files = names.filter((name) => SPOT_FILE.test(name)).slice(0, MOST_SPOTS);
  const left = await Promise.all(files.map((name) => endOne(join(home, name), options)));
  return left.filter((pid) => pid !== null);
}

/** The id of a process that may still be one of ours. */
async function endOne(path: string, { clock, random, isAlive, kill }: EndOptions): Promise<number | null> {
  const spot = await readSpot(path);
  if (spot === null || spot.pid === process.pid || !isAlive(spot.pid)) return null;
  const waiting = new AbortController();
  const tooLate = clock.sleep(ANSWER_MS, waiting.signal).then(
    () => waiting.abort(new Error('no answer')),
    () => undefined,
  );
  const asked = await askInstance(spot, { random, signal: waiting.signal, wish: 'end' });
  waiting.abort(new Error('answered'));
  await tooLate;
  if (asked.kind === 'silent') return spot.pid;
  if (asked.kind === 'gone') return null;
  for (let waited = 0; isAlive(spot.pid); waited += LOOK_MS) {
    // It has just proven that the file is its own, so that this is no other program.
    if (waited === ENDING_MS) kill(spot.pid);
    if (waited > 2 * ENDING_MS) return spot.pid;
    await clock.sleep(LOOK_MS);
  }
  return null;
}
