import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import type { Clock, Random } from '../model/time.ts';
import { type Copied, copyToDrive, type HowTo } from './copy.ts';
import { type Drive, type DriveSurroundings, findDrives } from './drives.ts';
import { findFiles, type OfferedFile, type Places, sha256 } from './files.ts';
import type { PageWords } from './page.ts';
import { type ServeOptions, type Serving, serveFiles } from './serve.ts';

/** How often it is seen whether this is still the network it was. Milliseconds. */
const WATCH_MS = 2_000;
/** Nobody forgets a door open for longer. Milliseconds. */
const LONGEST_MS = 2 * 3_600_000;
/** Letters and digits that are not taken for one another when they are typed: almost 40 bits in eight. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';
const TOKEN_LENGTH = 8;

export type WifiView =
  | { readonly stage: 'reading' }
  | {
      readonly stage: 'open';
      readonly urls: readonly string[];
      readonly files: readonly { readonly name: string; readonly sha256: string }[];
      readonly loading: number;
      readonly loaded: number;
    }
  | { readonly stage: 'ended'; readonly why: 'network' | 'time' | 'failed' };

export type CopyView =
  | { readonly stage: 'copying'; readonly drive: string }
  | { readonly stage: 'copied'; readonly drive: string; readonly folder: string }
  | { readonly stage: 'failed'; readonly drive: string; readonly why: Exclude<Copied['kind'], 'copied'> };

/** How it goes; null where nothing of it was asked for. */
export interface HandOverView {
  readonly wifi: WifiView | null;
  readonly copy: CopyView | null;
}

export interface HandOverOptions {
  readonly places: Places;
  readonly drives: DriveSurroundings;
  readonly clock: Clock;
  readonly random: Random;
  /** Of this computer, in networks of a home or an office, as they are now. */
  readonly addresses: () => readonly string[];
  readonly onChange: (view: HandOverView) => void;
  /** Whether somebody with that address may ask. */
  readonly mayAsk: ServeOptions['mayAsk'];
}

export type Begun = 'begun' | 'busy' | 'unknown' | 'no-network';

/** An identifier that stays the same as long as a file lies where it does. */
const idOf = (path: string) => createHash('sha256').update(path).digest('hex').slice(0, 16);

/** Hands files over to people beside us, by the network they share with this computer or on a drive; one of each at a time. */
export function createHandOver(options: HandOverOptions) {
  const { places, clock, onChange } = options;
  let view: HandOverView = { wifi: null, copy: null };
  let wifiEnd: AbortController | null = null;
  let copyEnd: AbortController | null = null;
  /** What the end waits for. */
  const underWay = new Set<Promise<void>>();

  const change = (changes: Partial<HandOverView>) => {
    view = { ...view, ...changes };
    onChange(view);
  };

  const inBackground = (work: Promise<void>) => {
    const over: Promise<void> = work.finally(() => underWay.delete(over));
    underWay.add(over);
  };

  async function chosen(ids: readonly string[]): Promise<readonly OfferedFile[]> {
    return (await findFiles(places)).filter(({ path }) => ids.includes(idOf(path)));
  }

  async function serve(files: readonly OfferedFile[], words: PageWords, end: AbortController): Promise<void> {
    let serving: Serving | null = null;
    let why: Extract<WifiView, { stage: 'ended' }>['why'] = 'failed';
    try {
      const read: (OfferedFile & { sha256: string })[] = [];
      for (const file of files) read.push({ ...file, sha256: await sha256(file.path, end.signal) });
      const addresses = firstFamily(options.addresses());
      serving = await serveFiles({
        ...{ addresses, words, files: read, token: newToken(options.random) },
        onUse(use) {
          if (view.wifi?.stage === 'open' && !end.signal.aborted) change({ wifi: { ...view.wifi, ...use } });
        },
        mayAsk: options.mayAsk,
      });
      const { urls } = serving;
      change({
        wifi: {
          stage: 'open',
          urls,
          files: read.map(({ name, sha256 }) => ({ name, sha256 })),
          loading: 0,
          loaded: 0,
        },
      });
      why = await untilOver(addresses, end.signal);
    } catch {
      // Called off, or a file went away.
    }
    await serving?.close();
    if (wifiEnd !== end) return;
    wifiEnd = null;
    change({ wifi: end.signal.aborted ? null : { stage: 'ended', why } });
  }

  async function untilOver(addresses: readonly string[], signal: AbortSignal): Promise<'network' | 'time'> {
    const since = clock.monotonic();
    while (clock.monotonic() - since < LONGEST_MS) {
      await clock.sleep(WATCH_MS, signal);
      const now = options.addresses();
      if (!addresses.every((address) => now.includes(address))) return 'network';
    }
    return 'time';
  }

  async function copy(
    { path, name }: Drive,
    files: readonly OfferedFile[],
    howTo: HowTo,
    end: AbortController,
  ): Promise<void> {
    const copied = await copyToDrive(path, files, howTo, end.signal);
    if (copyEnd !== end) return;
    copyEnd = null;
    if (end.signal.aborted) change({ copy: null });
    else if (copied.kind === 'copied')
      change({ copy: { stage: 'copied', drive: name, folder: copied.folder } });
    else change({ copy: { stage: 'failed', drive: name, why: copied.kind } });
  }

  return {
    /** What can be handed over, and where to; makes the folder that the person can put files into, where that is possible. */
    async look() {
      await mkdir(places.folder, { recursive: true, mode: 0o700 }).catch(() => undefined);
      const [files, drives] = await Promise.all([findFiles(places), findDrives(options.drives)]);
      return {
        files: files.map(({ path, name, size }) => ({ id: idOf(path), name, size })),
        drives: drives.map(({ path, name }) => ({ id: idOf(path), name })),
        folder: places.folder,
      };
    },
    /** Begins to offer files on the networks that people beside us share with this computer. */
    async start(ids: readonly string[], words: PageWords): Promise<Begun> {
      if (wifiEnd !== null) return 'busy';
      const end = new AbortController();
      wifiEnd = end;
      const files = await chosen(ids);
      const isPossible = files.length > 0 && options.addresses().length > 0;
      if (!isPossible || end.signal.aborted) {
        if (wifiEnd === end) wifiEnd = null;
        return files.length === 0 ? 'unknown' : 'no-network';
      }
      change({ wifi: { stage: 'reading' } });
      inBackground(serve(files, words, end));
      return 'begun';
    },
    /** Ends that, and forgets how it ended. */
    stop(): void {
      wifiEnd?.abort(new Error('no more'));
      if (wifiEnd === null && view.wifi !== null) change({ wifi: null });
    },
    /** Begins to copy files onto a drive that `look` told of. */
    async copy(ids: readonly string[], driveId: string, howTo: HowTo): Promise<Begun> {
      if (copyEnd !== null) return 'busy';
      const end = new AbortController();
      copyEnd = end;
      const [files, drives] = await Promise.all([chosen(ids), findDrives(options.drives)]);
      const drive = drives.find(({ path }) => idOf(path) === driveId);
      if (drive === undefined || files.length === 0) {
        copyEnd = null;
        return 'unknown';
      }
      change({ copy: { stage: 'copying', drive: drive.name } });
      inBackground(copy(drive, files, howTo, end));
      return 'begun';
    },
    /** Ends all of it; resolves when that is done. */
    async close(): Promise<void> {
      wifiEnd?.abort(new Error('no more'));
      copyEnd?.abort(new Error('no more'));
      await Promise.all(underWay);
    },
  };
}
export type HandOver = ReturnType<typeof createHandOver>;

/** One address a network is enough, and IPv4 is what people can type. */
function firstFamily(addresses: readonly string[]): readonly string[] {
  const short = addresses.filter((address) => !address.includes(':'));
  return short.length > 0 ? short : addresses;
}

function newToken(random: Random): string {
  let token = '';
  while (token.length < TOKEN_LENGTH) {
    // What would make some letters likelier than others is drawn again.
    for (const byte of random.bytes(TOKEN_LENGTH * 2))
      if (byte < LETTERS.length * 8 && token.length < TOKEN_LENGTH) token += LETTERS[byte % LETTERS.length];
  }
  return token;
}
