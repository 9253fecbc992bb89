import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSessionBus } from '../../core/testing/session-bus.ts';
import { CHROMIUM } from '../chromium.ts';
import { removeFolder } from '../remove-folder.ts';

/** Milliseconds until a browser that shows a page must have ended. */
const BROWSE_MS = 25_000;

/** GNOME as programs see it: a session bus, and settings of its own. */
export interface Desktop {
  /** For programs that are to be on it. */
  readonly env: Readonly<Record<string, string>>;
  /** Everything that is set, as `dconf` prints it. */
  dump(): string;
  set(key: string, value: string): void;
  get(key: string): string;
  /** What Chromium shows that follows the desktop's settings and was told of no proxy. */
  browse(url: string): Promise<string>;
  close(): Promise<void>;
}

const SCHEMA = 'org.gnome.system.proxy';

/** Starts a desktop in a home of its own. */
export async function startDesktop(): Promise<Desktop> {
  const home = mkdtempSync(join(tmpdir(), 'footbridge-desktop-'));
  mkdirSync(join(home, '.config'));
  const place = { HOME: home, XDG_RUNTIME_DIR: home, XDG_CONFIG_HOME: join(home, '.config') };
  const bus = await startSessionBus({ ...process.env, ...place });
  const env = {
    ...place,
    XDG_CURRENT_DESKTOP: 'GNOME',
    DBUS_SESSION_BUS_ADDRESS: bus.address,
    FOOTBRIDGE_KEYRING: 'off',
  };
  const run = (program: string, ...args: string[]) =>
    execFileSync(program, args, { env: { ...process.env, ...env }, encoding: 'utf8' });
  return {
    env,
    dump: () => run('dconf', 'dump', '/'),
    set: (key, value) => void run('gsettings', 'set', SCHEMA, key, value),
    get: (key) => run('gsettings', 'get', SCHEMA, key).trim(),
    browse(url) {
      const profile = mkdtempSync(join(home, 'chromium-'));
      const flags = [
        '--headless=new',
        '--disable-dev-shm-usage',
        `--user-data-dir=${profile}`,
        `--ignore-certificate-errors-spki-list=${process.env.FOOTBRIDGE_LAB_KEY ?? ''}`,
        '--dump-dom',
      ];
      const child = spawn(CHROMIUM.executablePath ?? '', [...(CHROMIUM.args ?? []), ...flags, url], {
        env: { ...process.env, ...env },
        stdio: ['ignore', 'pipe', 'ignore'],
        detached: true,
      });
      const late = setTimeout(() => process.kill(-Number(child.pid), 'SIGKILL'), BROWSE_MS);
      let shown = '';
      child.stdout.setEncoding('utf8').on('data', (chunk: string) => (shown += chunk));
      return new Promise((resolve) => {
        child.once('close', () => {
          clearTimeout(late);
          resolve(shown);
        });
      });
    },
    async close() {
      await bus.stop();
      await removeFolder(home);
    },
  };
}
