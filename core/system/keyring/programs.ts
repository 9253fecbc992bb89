import type { Run } from '../run.ts';

/** Milliseconds for a program that may ask the person for their password first. */
export const ASKING_MS = 60_000;

/** A secret is text to these programs. */
export function encode(secret: Uint8Array): string {
  return Buffer.from(secret).toString('base64');
}

/** What a program printed, read back; null where that is no base64. */
export function decode(printed: string): Uint8Array | null {
  const text = printed.trim();
  return /^[A-Za-z0-9+/]{4,4096}={0,2}$/.test(text) ? new Uint8Array(Buffer.from(text, 'base64')) : null;
}

/** Runs a program of the system; null where it is missing, fails or takes too long. */
export type Ask = (command: string, args: readonly string[], input?: string) => Promise<string | null>;

/** Asks programs in an environment, each for a minute at most. */
export function asking(run: Run, env: Readonly<Record<string, string | undefined>>): Ask {
  return async (command, args, input) => {
    const { signal } = new AbortController();
    const options = { signal, env, timeoutMs: ASKING_MS, ...(input === undefined ? {} : { input }) };
    return run(command, args, options).catch(() => null);
  };
}
