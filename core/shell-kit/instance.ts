import { mkdir, readFile, rmdir, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import type { Clock, Random } from '../model/time.ts';
import { askInstance } from './instance-request.ts';

/** An instance that is there answers at once; one that was stopped (SIGSTOP) does not. Milliseconds. */
const ANSWER_MS = 2_000;
/** Another start holds the take-over for milliseconds; one this old was killed in the middle. */
const TAKE_OVER_MS = 10_000;
const AGAIN_MS = 50;
const TRIES = 100;

const SpotSchema = v.object({
  pid: v.pipe(v.number(), v.integer(), v.minValue(1)),
  port: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65535)),
  secret: v.pipe(v.string(), v.minLength(32), v.maxLength(64)),
  /** Where it shows itself. */
  shell: v.optional(v.picklist(['page', 'window']), 'page'),
});
/** What the one instance of a home says of itself, readable by its owner alone. */
export type Spot = v.InferOutput<typeof SpotSchema>;

export type Claim =
  /** We are the one; `release` takes the file away. */
  | { readonly kind: 'ours'; release(): Promise<void> }
  /** Another is: `page` by that link, `window` has brought itself before the person’s eyes. */
  | { readonly kind: 'others'; readonly shell: Spot['shell']; readonly port: number; readonly link: string }
  /** It is alive and does not answer. */
  | { readonly kind: 'stuck'; readonly pid: number };

export interface ClaimOptions {
  readonly home: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly isAlive: (pid: number) => boolean;
  /** Creates a file whole unless it is there already; whether it did. */
  readonly createOnce: (path: string, content: Uint8Array) => Promise<boolean>;
}

/**
 * Makes us the one instance of this home, whichever shell it is, or finds the one there is; also when several start at once, and when the last
 * one was killed. Our server must answer before this is called. Rejects when the home cannot be written.
 */
export async function claimInstance(mine: Spot, options: ClaimOptions): Promise<Claim> {
  const { home, clock, createOnce } = options;
  const path = join(home, 'window.json');
  const content = Buffer.from(JSON.stringify(mine));
  for (let attempt = 0; attempt < TRIES; attempt++) {
    if (await createOnce(path, content)) return { kind: 'ours', release: () => removeIf(path, mine) };
    const found = await look(path, options);
    if (found === 'missing') continue;
    if (found !== 'stale') return found;
    await withTakeOver(home, clock, async () => {
      // Only here is a file of another ever removed, and only one that was found stale while nobody else could act.
      if ((await look(path, options)) === 'stale') await unlink(path).catch(() => undefined);
    });
    await clock.sleep(AGAIN_MS);
  }
  throw new Error(`${path} changes all the time; is another program writing it?`);
}

async function look(
  path: string,
  { clock, random, isAlive }: ClaimOptions,
): Promise<Exclude<Claim, { kind: 'ours' }> | 'stale' | 'missing'> {
  const spot = await readFileOf(path);
  if (spot === undefined) return 'missing';
  if (spot === null) return 'stale';
  const waiting = new AbortController();
  const tooLate = clock.sleep(ANSWER_MS, waiting.signal).then(
    () => waiting.abort(new Error('no answer')),
    () => undefined,
  );
  const asked = await askInstance(spot, { random, signal: waiting.signal });
  waiting.abort(new Error('answered'));
  await tooLate;
  if (asked.kind === 'there') return { kind: 'others', shell: spot.shell, port: spot.port, link: asked.link };
  return asked.kind === 'silent' && isAlive(spot.pid) ? { kind: 'stuck', pid: spot.pid } : 'stale';
}

/** What such a file says; null where that is nothing of an instance. */
export function parseSpot(text: string): Spot | null {
  try {
    const result = v.safeParse(SpotSchema, JSON.parse(text));
    return result.success ? result.output : null;
  } catch {
    return null;
  }
}

/** What an instance says of itself in its private file; null where that is none, or cannot be read. */
export async function readSpot(path: string): Promise<Spot | null> {
  return (await readFileOf(path)) ?? null;
}

/** undefined where there is no file, which is another matter than one that says nothing: there is none to take away. */
async function readFileOf(path: string): Promise<Spot | null | undefined> {
  try {
    return parseSpot(await readFile(path, 'utf8'));
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ENOENT' ? undefined : null;
  }
}

/** Does something while no other start can do the same; does nothing when another one is at it. */
async function withTakeOver(home: string, clock: Clock, act: () => Promise<void>): Promise<void> {
  const lock = join(home, 'window.take-over');
  try {
    await mkdir(lock);
  } catch {
    const age = await stat(lock).then(
      ({ mtimeMs }) => clock.now() - mtimeMs,
      () => 0,
    );
    if (age > TAKE_OVER_MS) await rmdir(lock).catch(() => undefined);
    return;
  }
  try {
    await act();
  } finally {
    await rmdir(lock).catch(() => undefined);
  }
}

async function removeIf(path: string, mine: Spot): Promise<void> {
  if ((await readSpot(path))?.secret === mine.secret) await unlink(path).catch(() => undefined);
}

/** Whether a process of this number runs, ours or another's. */
export function isProcessAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Ends a process at once; one that has just ended by itself is no error. */
export function killProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has just ended.
  }
}
