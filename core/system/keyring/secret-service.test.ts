import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openVault } from '../../store/vault.ts';
import { findProgram } from '../../testing/daemon.ts';
import { createSeededRandom } from '../../testing/seeded-random.ts';
import { startSessionBus } from '../../testing/session-bus.ts';
import { runProgram } from '../run.ts';
import { systemKeyring } from './system-keyring.ts';

const NEEDED = ['dbus-daemon', 'dbus-send', 'gnome-keyring-daemon', 'secret-tool'];
const isHere = process.platform === 'linux' && NEEDED.every((name) => findProgram(name) !== undefined);
const SERVICE = 'org.freedesktop.secrets';
const SERVICE_INTERFACE = 'org.freedesktop.Secret.Service';
const LOGIN = '/org/freedesktop/secrets/collection/login';

/** A session of its own with GNOME's keyring in it, unlocked. */
async function startKeyring() {
  const folder = mkdtempSync(join(tmpdir(), 'footbridge-keyring-'));
  const place = (name: string) => {
    mkdirSync(join(folder, name), { mode: 0o700 });
    return join(folder, name);
  };
  const own = { PATH: process.env.PATH, HOME: place('home'), XDG_RUNTIME_DIR: place('run') };
  const bus = await startSessionBus(own);
  const env = { ...own, DBUS_SESSION_BUS_ADDRESS: bus.address };
  const daemon = spawn('gnome-keyring-daemon', ['--foreground', '--unlock', '--components=secrets'], {
    env,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const ended = once(daemon, 'exit');
  onTestFinished(async () => {
    daemon.kill();
    await ended;
    await bus.stop();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });
  daemon.stdin.end('a password');
  const tell = (destination: string, ...words: string[]) =>
    execFileSync('dbus-send', ['--session', `--dest=${destination}`, '--print-reply', ...words], {
      ...{ env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
    });
  // Not a question to the keyring itself: the bus would start another one to answer it.
  const words = ['/', 'org.freedesktop.DBus.NameHasOwner', `string:${SERVICE}`];
  await expect.poll(() => tell('org.freedesktop.DBus', ...words)).toContain('true');
  return {
    env,
    home: join(folder, 'home', 'footbridge'),
    lock: () =>
      tell(SERVICE, '/org/freedesktop/secrets', `${SERVICE_INTERFACE}.Lock`, `array:objpath:${LOGIN}`),
  };
}

test.runIf(isHere)(
  'a vault’s key lies in GNOME’s keyring, and waits there while that is locked (needs gnome-keyring, libsecret-tools and dbus) (S4, S5)',
  async () => {
    const { env, home, lock } = await startKeyring();
    const keyring = systemKeyring({ platform: 'linux', env, run: runProgram });
    const random = createSeededRandom();
    const open = () => openVault(home, random, Date.now(), { keyring });
    const server = { expression: 'socks5://name:geheim@198.51.100.7:1080', addedAt: 1 };
    const first = await open();
    expect(first.keyPlace).toBe('keyring');
    await first.save([server]);
    expect((await open()).servers).toEqual([server]);
    // Nobody is there to be asked for the password.
    lock();
    expect(await open()).toMatchObject({ keyPlace: 'locked', servers: [] });
  },
);
