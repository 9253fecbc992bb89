import { rm } from 'node:fs/promises';
import type { Keyring } from '../model/keyring.ts';
import { eraseHome, KeyLeftError } from '../store/erase.ts';
import { windowTraces } from '../store/home.ts';
import type { Computer } from '../system/computer.ts';
import { loginEntries } from '../system/login/entries.ts';
import { RESTORER, WINDOW_ENTRY } from '../system/login/entry.ts';
import { here } from './here.ts';

/** Milliseconds that putting settings back, and changing the system's lists, may take. */
const SETTINGS_MS = 10_000;
const LISTS_MS = 5_000;
/** Programs that were just ended still write for a moment. */
const TRIES = 10;
/** Whatever of ours the system may start at login. */
const AT_LOGIN = [WINDOW_ENTRY, 'footbridge-page', 'footbridge-connect'];

/** What could not be taken away. */
export type Left =
  /** Another Footbridge of this home that does not answer: it may write again. */
  | 'running'
  /** Settings of this computer, and the record of them that is needed to put them back. */
  | 'settings'
  | 'login'
  /** The key in a keyring that is locked, or cannot be reached from here. */
  | 'key'
  | 'files';

interface EraseParts {
  readonly home: string;
  readonly computer: Pick<Computer, 'restore'>;
  /** Ends what else runs in this home; resolves to the processes that may still run. */
  readonly endOthers: () => Promise<readonly number[]>;
  readonly keyring?: Keyring | null;
  readonly surroundings?: ReturnType<typeof here>;
  readonly traces?: readonly string[];
}

interface AroundParts {
  readonly surroundings?: ReturnType<typeof here>;
  /** The window's own: none where it is the window's program that erases, and has them open. */
  readonly traces?: readonly string[];
  /** Names in the system's list of what it starts at login. */
  readonly atLogin?: readonly string[];
}

/**
 * Takes everything of ours away from this computer, but the program itself, and without opening any of it: a broken home is
 * erased as well. The settings come first: what is needed to put them back goes last. Resolves to what is left; never rejects.
 */
export async function eraseHere({
  home,
  computer,
  endOthers,
  keyring = null,
  surroundings = here(),
  traces = windowTraces(surroundings),
}: EraseParts): Promise<readonly Left[]> {
  const running = await endOthers();
  const restored = await computer.restore(AbortSignal.timeout(SETTINGS_MS)).catch(() => null);
  const isBack = restored !== null && restored.failed.length === 0;
  const [around, isKeyLeft] = await Promise.all([
    eraseAround({ surroundings, traces, atLogin: isBack ? [RESTORER, ...AT_LOGIN] : AT_LOGIN }),
    isKeyAlone(eraseHome(home, keyring)),
  ]);
  // Where the window's folder lies in the home, only now is that empty.
  const again = eraseHome(home);
  const isEmpty = (await hasWorked(again)) || (await isKeyAlone(again));
  return [
    ...(running.length > 0 ? (['running'] as const) : []),
    ...(isBack ? [] : (['settings'] as const)),
    ...around,
    ...(isKeyLeft ? (['key'] as const) : []),
    ...(isEmpty || around.includes('files') ? [] : (['files'] as const)),
  ];
}

/**
 * Takes away what lies outside the home, whichever shell put it there: what the system starts at login, and what the window's program
 * keeps while it does not run. Resolves to what is left; never rejects.
 */
export async function eraseAround({
  surroundings = here(),
  traces = windowTraces(surroundings),
  atLogin = AT_LOGIN,
}: AroundParts = {}): Promise<readonly Extract<Left, 'login' | 'files'>[]> {
  const [isOutOfLogin, isWindowGone] = await Promise.all([
    hasWorked(leaveLogin(surroundings, atLogin)),
    hasWorked(Promise.all(traces.map(remove))),
    forgetLinks(surroundings),
  ]);
  return [...(isOutOfLogin ? [] : (['login'] as const)), ...(isWindowGone ? [] : (['files'] as const))];
}

async function leaveLogin(surroundings: ReturnType<typeof here>, ids: readonly string[]): Promise<void> {
  const entries = loginEntries(surroundings);
  const limit = AbortSignal.timeout(LISTS_MS);
  for (const id of ids) await entries.remove(id, limit);
}

/** On Windows the window enters itself for our links, and again at its next start. */
async function forgetLinks({ run, env, platform }: ReturnType<typeof here>): Promise<void> {
  if (platform !== 'win32') return;
  const words = ['delete', 'HKCU\\Software\\Classes\\footbridge', '/f'];
  // It fails where there is none.
  await run('reg', words, { signal: AbortSignal.timeout(LISTS_MS), env }).catch(() => undefined);
}

const remove = (path: string) => rm(path, { recursive: true, force: true, maxRetries: TRIES });

/** Whether the key is all that is left. */
const isKeyAlone = (erasing: Promise<void>): Promise<boolean> =>
  erasing.then(
    () => false,
    (error: unknown) => error instanceof KeyLeftError,
  );

const hasWorked = (work: Promise<unknown>): Promise<boolean> =>
  work.then(
    () => true,
    () => false,
  );
