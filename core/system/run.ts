import { execFile } from 'node:child_process';
import { SettingsError } from './settings/driver.ts';

/** Milliseconds that a program of the system may take. */
export const PROGRAM_MS = 10_000;
const MOST_OUTPUT = 1 << 20;

/** What AppImage and snap put in the way of the system's own programs. */
const FOREIGN =
  /^(?:LD_LIBRARY_PATH|LD_PRELOAD|GSETTINGS_SCHEMA_DIR|GIO_MODULE_DIR|PYTHONHOME|PYTHONPATH|PERLLIB|APPDIR|APPIMAGE|NODE_OPTIONS)$/;

/** The environment for programs of the system: ours, without what makes them load our libraries. */
export function systemEnvironment(
  env: Readonly<Record<string, string | undefined>>,
): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !FOREIGN.test(name)));
}

export interface RunOptions {
  readonly signal: AbortSignal;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Written to its standard input. */
  readonly input?: string;
  /** 10,000 unless given. */
  readonly timeoutMs?: number;
}

/** Runs a program of the system; what it printed. */
export type Run = (command: string, args: readonly string[], options: RunOptions) => Promise<string>;

/**
 * Runs a program without a shell and resolves to its standard output. Rejects with SettingsError: `no-tool` where it is not
 * installed, `timed-out`, `refused` where it ends with an error, and with the signal's reason.
 */
export const runProgram: Run = (command, args, { signal, env, input, timeoutMs = PROGRAM_MS }) =>
  new Promise((resolve, reject) => {
    const child = execFile(
      command,
      [...args],
      {
        // One of its own: where a program cannot be started, Node forgets to stop listening.
        signal: AbortSignal.any([signal]),
        env: systemEnvironment(env),
        timeout: timeoutMs,
        maxBuffer: MOST_OUTPUT,
        encoding: 'utf8',
        windowsHide: true,
      },
      (error, stdout, stderr) => {
        if (error === null) return resolve(stdout);
        if (signal.aborted) return reject(signal.reason);
        if (error.code === 'ENOENT')
          return reject(new SettingsError('no-tool', `${command} is not installed`));
        if (error.killed) return reject(new SettingsError('timed-out', `${command} did not end in time`));
        const said = stderr.trim().split('\n').at(-1)?.slice(0, 200) ?? '';
        reject(new SettingsError('refused', `${command} ended with ${error.code}: ${said}`));
      },
    );
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input);
  });
