import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

/** Milliseconds until a guardian must have said that it watches. */
const START_MS = 10_000;
/** What it says then. */
export const WATCHING = 'watching\n';

export interface GuardianProcess {
  /** Of the process; 0 where there is none. */
  readonly id: number;
  /** Ends the watch; it finds nothing to do where everything was put back. */
  release(): void;
  /** Resolves when it has ended, asked or not; never rejects. */
  readonly ended: Promise<void>;
}

export interface GuardianCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * Starts a process that watches over this one: a pipe to it ends when we do, by SIGKILL or a crash too. It lives in a
 * session of its own, so that what ends us does not end it. Rejects where it does not come up: then nothing may be changed.
 */
export async function startGuardian({ command, args, env }: GuardianCommand): Promise<GuardianProcess> {
  const child = spawn(command, [...args], {
    detached: true,
    stdio: ['pipe', 'pipe', 'ignore'],
    env,
    windowsHide: true,
  });
  const limit = AbortSignal.timeout(START_MS);
  try {
    await isWatching(child, limit);
  } catch (error) {
    child.kill('SIGKILL');
    throw new Error('the guardian did not start', { cause: error });
  }
  child.stdin?.on('error', () => undefined);
  const ended = new Promise<void>((resolve) => void child.once('exit', () => resolve()));
  child.stdout?.destroy();
  // It must not keep us alive: it is there for when we are gone.
  child.unref();
  if (child.stdin !== null && 'unref' in child.stdin && typeof child.stdin.unref === 'function')
    child.stdin.unref();
  return { id: child.pid ?? 0, release: () => void child.stdin?.end(), ended };
}

async function isWatching(child: ChildProcess, signal: AbortSignal): Promise<void> {
  const over = new AbortController();
  const options = { signal: AbortSignal.any([signal, over.signal]) };
  const ended = once(child, 'exit', options).then(() => Promise.reject(new Error('it ended')));
  const failed = once(child, 'error', options).then(([error]) => Promise.reject(error));
  let said = '';
  const spoke = async (): Promise<void> => {
    while (!said.includes(WATCHING)) {
      if (child.stdout === null) throw new Error('no pipe');
      const [chunk]: unknown[] = await once(child.stdout, 'data', options);
      said = `${said}${chunk}`.slice(-64);
    }
  };
  const all = [spoke(), ended, failed];
  try {
    await Promise.race(all);
  } finally {
    over.abort();
    await Promise.allSettled(all);
  }
}
