import type { Run } from '../run.ts';

/** Milliseconds for a program that may ask the person for their password first. */
const ASKING_MS = 60_000;
/** The same for one that removes something: whoever erases everything does not wait for a password. */
export const REMOVING_MS = 8_000;

/** A secret is text to these programs. */
export function encode(secret: Uint8Array): string {
  return Buffer.from(secret).toString('base64');
}

/** What a program printed, read back; null where that is no base64. */
export function decode(printed: string): Uint8Array | null {
  const text = printed.trim();
  return /^[A-Za-z0-9+/]{4,4096}={0,2}$/.test(text) ? new Uint8Array(Buffer.from(text, 'base64')) : null;
}

export interface AskOptions {
  /** For its standard input. */
  readonly input?: string;
  readonly signal?: AbortSignal | undefined;
  /** A minute unless given. */
  readonly timeoutMs?: number;
}

/** Runs a program of the system; null where it is missing, fails, takes too long or is called off. */
export type Ask = (command: string, args: readonly string[], options?: AskOptions) => Promise<string | null>;

/** Asks programs in an environment, each for a minute at most. */
export function asking(run: Run, env: Readonly<Record<string, string | undefined>>): Ask {
  return async (
    command,
    args,
    { signal = new AbortController().signal, timeoutMs = ASKING_MS, ...rest } = {},
  ) => run(command, args, { signal, env, timeoutMs, ...rest }).catch(() => null);
}
