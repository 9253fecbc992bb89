import { createHmac } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import type { Keyring } from '../model/keyring.ts';
import type { Clock, Random } from '../model/time.ts';
import { asked, type Keys, settled } from './asked-keys.ts';
import { createFileOnce, readIfThere, readJson, setAside, writeFileAtomic } from './atomic-file.ts';

/** Of each of the two keys. Bytes. */
export const KEY_BYTES = 32;
const NAME_BYTES = 15;
/** A keyring that could not be used is tried again after this long: each time may cost a minute. Milliseconds. */
const AGAIN_MS = 30 * 86_400_000;

/** Where the keys are, beside the vault: written before they are moved, so that no moment leaves nobody who knows. */
const MarkSchema = v.variant('state', [
  /** They lie in the file still, and may be in the keyring already. */
  v.object({ state: v.literal('moving'), name: v.string() }),
  /** They are in the keyring; in a file no more, or not for long. */
  v.object({
    state: v.literal('moved'),
    name: v.string(),
    keyring: v.string(),
    /** What the keyring needs to give them out. */
    beside: v.pipe(v.string(), v.maxLength(8192)),
    /** Tells the right keys from others. */
    proof: v.string(),
  }),
  /** The keyring did not take them. */
  v.object({ state: v.literal('refused'), name: v.string(), at: v.number() }),
]);
type Mark = v.InferOutput<typeof MarkSchema>;
type Moved = Extract<Mark, { state: 'moved' }>;

export interface KeyOptions {
  readonly home: string;
  readonly random: Random;
  readonly now: number;
  readonly keyring: Keyring | null;
  /** The keyring is waited for as long as it takes where there is no clock, and else for two seconds. */
  readonly clock?: Pick<Clock, 'after'> | undefined;
}

const fileOf = (home: string) => join(home, 'vault.key');
const markOf = (home: string) => join(home, 'vault.keyring');

/**
 * The keys of a home: from the keyring where they were moved there, else from a file that this user alone may read, which are
 * then moved. Made at the first start; two first starts at once end up with the same. Never makes new ones while others exist.
 */
export async function openKeys(options: KeyOptions): Promise<Keys> {
  const { home, random, now, keyring } = options;
  // First the file: who moves its keys writes the mark before they remove it.
  const stored = await readIfThere(fileOf(home));
  const isWhole = stored?.length === KEY_BYTES * 2;
  const mark = await readMark(home, now);
  if (mark?.state === 'moved') return openMoved(mark, isWhole ? stored : null, options);
  if (stored !== null && !isWhole) await setAside(fileOf(home), now);
  const inFile = isWhole ? settled(stored) : await firstKeys(home, random);
  const since = isWhole ? mark : await readMark(home, now);
  if (since?.state === 'moved') {
    // Another first start had made keys and moved them before ours lay there.
    await remove(fileOf(home));
    return openMoved(since, null, options);
  }
  const mayTry = mark?.state !== 'refused' || Math.abs(now - mark.at) >= AGAIN_MS;
  if (keyring === null || !mayTry || !(await inFile.keep())) return inFile;
  return asked(inFile.bytes, 'file', options.clock, async (signal) =>
    (await moveToKeyring(inFile, mark, keyring, { ...options, signal })) ? inFile.bytes : null,
  );
}

/** Keys that are not on disk yet. A full or read-only disk must not keep anybody from being connected: they then live as long as we do. */
export function makeKeys(home: string, random: Random): Keys {
  const bytes = random.bytes(KEY_BYTES * 2);
  let written: Promise<boolean> | null = null;
  return {
    ...settled(bytes),
    keep() {
      written ??= createFileOnce(fileOf(home), bytes).catch(() => false);
      return written;
    },
  };
}

/** Takes out of the keyring what is there of this home; resolves to whether nothing of it is left there. Never rejects. */
export async function forgetKeys(home: string, keyring: Keyring | null): Promise<boolean> {
  const mark = await readMark(home, 0).catch(() => undefined);
  if (mark === undefined || mark.state === 'refused') return true;
  const isThere = mark.state === 'moved';
  if (keyring === null || (isThere && keyring.kind !== mark.keyring)) return !isThere;
  return keyring.remove(mark.name);
}

async function firstKeys(home: string, random: Random): Promise<Keys> {
  const fresh = makeKeys(home, random);
  if (await fresh.keep()) return fresh;
  const other = await readIfThere(fileOf(home)).catch(() => null);
  return other?.length === KEY_BYTES * 2 ? settled(other) : fresh;
}

function openMoved(mark: Moved, stored: Uint8Array | null, options: KeyOptions): Promise<Keys> {
  const { home, random, keyring } = options;
  const isStored = stored !== null && proofOf(stored) === mark.proof;
  // Nothing can be read with others, and nothing may be written over.
  const bytes = isStored ? stored : random.bytes(KEY_BYTES * 2);
  return asked(bytes, isStored ? 'file' : 'locked', options.clock, async (signal) => {
    if (keyring?.kind !== mark.keyring) return null;
    const given = await keyring.read(mark.name, mark.beside, signal);
    if (given === null || proofOf(given) !== mark.proof) return null;
    // Who moved them was killed before the end.
    if (isStored) await remove(fileOf(home));
    return given;
  });
}

/** Resolves to whether the keyring has them for good, and no file any more. */
async function moveToKeyring(
  keys: Keys,
  before: Mark | undefined,
  keyring: Keyring,
  { home, random, now, signal }: KeyOptions & { readonly signal: AbortSignal },
): Promise<boolean> {
  try {
    const name = before?.name ?? (await nameOnce(home, random));
    const beside = await keyring.write(name, keys.bytes, signal);
    const back = beside === null ? null : await keyring.read(name, beside, signal);
    if (signal.aborted) return false;
    if (beside === null || back === null || proofOf(back) !== proofOf(keys.bytes)) {
      await writeMark(home, { state: 'refused', name, at: now });
      return false;
    }
    const proof = proofOf(keys.bytes);
    await writeMark(home, { state: 'moved', name, keyring: keyring.kind, beside, proof });
    await remove(fileOf(home));
    return true;
  } catch {
    // The disk takes nothing more: the file is still there.
    return false;
  }
}

/** The same for two who move them at once. */
async function nameOnce(home: string, random: Random): Promise<string> {
  const name = Buffer.from(random.bytes(NAME_BYTES)).toString('base64url');
  const mark = { state: 'moving', name } as const;
  if (await createFileOnce(markOf(home), Buffer.from(JSON.stringify(mark)))) return name;
  return (await readMark(home, 0))?.name ?? name;
}

async function readMark(home: string, now: number): Promise<Mark | undefined> {
  const stored = await readJson(markOf(home), MarkSchema, now);
  return stored.kind === 'found' ? stored.value : undefined;
}

function writeMark(home: string, mark: Mark): Promise<void> {
  return writeFileAtomic(markOf(home), JSON.stringify(mark));
}

function remove(path: string): Promise<void> {
  return rm(path, { force: true });
}

function proofOf(bytes: Uint8Array): string {
  return createHmac('sha256', bytes).update('footbridge vault').digest('base64url').slice(0, 22);
}
