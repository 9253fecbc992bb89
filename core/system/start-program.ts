import { type ChildProcess, spawn } from 'node:child_process';
import { cleanEnvironment } from './clean-environment.ts';

/** How a program that was started came on. */
export type Started =
  /** `end` asks it to end and resolves when it has, or after two seconds. */
  | { readonly kind: 'running'; end(): Promise<void> }
  | { readonly kind: 'ended'; readonly code: number | null; readonly output: string }
  | { readonly kind: 'not-started' };

export interface StartOptions {
  /** Milliseconds after which a program that has not ended is taken to run. */
  readonly patienceMs: number;
  readonly lives: 'on' | 'with-us';
  /** Variables it gets besides where the screen and the person's folders are. */
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * Starts a program by its absolute path with an array of arguments, never through a shell, in an environment of its own.
 * Resolves when it has ended, or after `patienceMs` with it still running. Never rejects.
 */
export type Start = (path: string, args: readonly string[], options: StartOptions) => Promise<Started>;

const LONGEST_OUTPUT = 4_096;
/** A browser puts its profile in order when it is asked to end. Milliseconds. */
const END_MS = 2_000;

/** Starts programs for real, see `Start`. */
export function createStart(env: Readonly<Record<string, string | undefined>>): Start {
  return (path, args, { patienceMs, lives, env: more = {} }) =>
    new Promise((resolve) => {
      const livesOn = lives === 'on';
      const child = spawn(path, [...args], {
        env: { ...cleanEnvironment(env), ...more },
        // Away from our terminal: its Ctrl-C is meant for us.
        detached: livesOn,
        stdio: livesOn ? 'ignore' : ['ignore', 'pipe', 'ignore'],
        windowsHide: !livesOn,
        shell: false,
      });
      let output = '';
      child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
        output = (output + chunk).slice(0, LONGEST_OUTPUT);
      });
      const timer = setTimeout(() => {
        child.unref();
        resolve({ kind: 'running', end: () => end(child) });
      }, patienceMs);
      child.once('error', () => {
        clearTimeout(timer);
        resolve({ kind: 'not-started' });
      });
      child.once('close', (code) => {
        clearTimeout(timer);
        resolve({ kind: 'ended', code, output });
      });
    });
}

async function end(child: ChildProcess): Promise<void> {
  // The number of one that ended long ago may be another's by now.
  if (child.exitCode !== null || child.signalCode !== null) return;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, END_MS);
    child.once('exit', () => {
      clearTimeout(timer);
      resolve();
    });
    child.kill();
  });
  sweep(child.pid);
}

/** What a browser started itself may outlive it. Windows has no groups of processes; there its own end has to do. */
function sweep(leader: number | undefined): void {
  if (leader === undefined || process.platform === 'win32') return;
  try {
    process.kill(-leader, 'SIGKILL');
  } catch {
    // Nobody is left.
  }
}
