import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeFolder } from './remove-folder.ts';

const root = join(import.meta.dirname, '..');
const START_MS = 15_000;

export interface WebShellProcess {
  readonly home: string;
  /** The address it printed, with its link. */
  readonly address: string;
  readonly process: ChildProcess;
  /** Starts it once more in the same home; resolves to the address that is printed then. */
  again(): Promise<string>;
  /** Resolves to the exit code once it has ended. */
  readonly ended: Promise<number | null>;
  /** Ctrl-C; resolves to the exit code. */
  interrupt(): Promise<number | null>;
  /** Ends whatever is left and removes its home. */
  dispose(): Promise<void>;
}

/**
 * Starts dist/web.cjs, the real program, or a copy of it, in a home of its own or a given one. Build it first
 * (`npm start -- --web` does).
 */
export async function startWebShell({
  env = {},
  home = mkdtempSync(join(tmpdir(), 'footbridge-web-')),
  program = join(root, 'dist', 'web.cjs'),
}: {
  readonly env?: Readonly<Record<string, string>>;
  readonly home?: string;
  readonly program?: string;
} = {}): Promise<WebShellProcess> {
  const launch = () =>
    spawn(process.execPath, [program, '--no-open'], {
      env: { ...process.env, FOOTBRIDGE_KEYRING: 'off', ...env, FOOTBRIDGE_HOME: home },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
  const child = launch();
  const exited = once(child, 'exit').then(([code]: unknown[]) => (typeof code === 'number' ? code : null));
  return {
    home,
    process: child,
    ended: exited,
    address: await printedAddress(child),
    async again() {
      const second = launch();
      const address = await printedAddress(second);
      if (second.exitCode === null) await once(second, 'exit');
      return address;
    },
    interrupt() {
      child.kill('SIGINT');
      return exited;
    },
    async dispose() {
      child.kill('SIGKILL');
      await exited;
      await removeFolder(home);
    },
  };
}

function printedAddress(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const timer = setTimeout(() => reject(new Error(`no address was printed: ${text}`)), START_MS);
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      const [address] = /http:\/\/\S+/.exec(text) ?? [];
      if (address === undefined) return;
      clearTimeout(timer);
      resolve(address);
    });
  });
}
