import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
// Not a question to the keyring itself: the bus would start another one to answer it.
const HAS_OWNER = ['/', 'org.freedesktop.DBus.NameHasOwner', `string:${SERVICE}`];
/** By which nothing is waited for. */
const HASTY = {
  after(_: number, wake: () => void) {
    const timer = setTimeout(wake, 10);
    return () => clearTimeout(timer);
  },
};
const PROMPTER = 'org.gnome.keyring.SystemPrompter';
const LOGIN = '/org/freedesktop/secrets/collection/login';

/**
 * A session of its own with GNOME's keyring in it, unlocked. Once it is locked and is asked for something it asks for its
 * password, and nobody answers.
 */
async function startKeyring() {
  const folder = mkdtempSync(join(tmpdir(), 'footbridge-keyring-'));
  const asks = join(folder, 'asks');
  const place = (name: string) => {
    mkdirSync(join(folder, name), { mode: 0o700 });
    return join(folder, name);
  };
  const services = join(place('data'), 'dbus-1', 'services');
  mkdirSync(services, { recursive: true });
  const prompter = join(folder, 'prompter');
  writeFileSync(prompter, `#!/bin/sh\necho $$ > ${asks}\nexec sleep 600\n`, { mode: 0o755 });
  const service = `[D-BUS Service]\nName=${PROMPTER}\nExec=${prompter}\n`;
  writeFileSync(join(services, `${PROMPTER}.service`), service);
  const own = {
    ...{ PATH: process.env.PATH, HOME: place('home'), XDG_RUNTIME_DIR: place('run') },
    XDG_DATA_DIRS: `${join(folder, 'data')}:/usr/share`,
  };
  const bus = await startSessionBus(own);
  const env = { ...own, DBUS_SESSION_BUS_ADDRESS: bus.address };
  const tell = (destination: string, ...words: string[]) =>
    execFileSync('dbus-send', ['--session', `--dest=${destination}`, '--print-reply', ...words], {
      ...{ env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
    });
  const isThere = () => tell('org.freedesktop.DBus', ...HAS_OWNER).includes('true');

  /** One that is unlocked, which it is by its password alone. */
  async function begin() {
    const args = ['--foreground', '--unlock', '--components=secrets'];
    const daemon = spawn('gnome-keyring-daemon', args, { env, stdio: ['pipe', 'ignore', 'ignore'] });
    const ended = once(daemon, 'exit');
    daemon.stdin.end('a password');
    await expect.poll(isThere).toBe(true);
    return async () => {
      daemon.kill();
      await ended;
      await expect.poll(isThere).toBe(false);
    };
  }

  let end = await begin();
  onTestFinished(async () => {
    await end();
    await bus.stop();
    if (existsSync(asks)) process.kill(Number(readFileSync(asks, 'utf8')), 'SIGKILL');
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });
  return {
    env,
    home: join(folder, 'home', 'footbridge'),
    lock: () =>
      tell(SERVICE, '/org/freedesktop/secrets', `${SERVICE_INTERFACE}.Lock`, `array:objpath:${LOGIN}`),
    isAsking: () => existsSync(asks) && readFileSync(asks, 'utf8') !== '',
    async unlock() {
      await end();
      end = await begin();
    },
  };
}

test.runIf(isHere)(
  'a vault’s key lies in GNOME’s keyring, which holds nothing up while it asks for its password, and gives it out later (needs gnome-keyring, libsecret-tools and dbus) (S4, S5)',
  async () => {
    const { env, home, lock, isAsking, unlock } = await startKeyring();
    const keyring = systemKeyring({ platform: 'linux', env, run: runProgram });
    const random = createSeededRandom();
    const open = () => openVault(home, random, Date.now(), { keyring });
    const server = { expression: 'socks5://name:geheim@198.51.100.7:1080', addedAt: 1 };
    const first = await open();
    expect(first.keyPlace).toBe('keyring');
    await first.save([server]);
    expect((await open()).servers).toEqual([server]);
    lock();
    const vault = await openVault(home, random, Date.now(), { keyring, clock: HASTY });
    expect([vault.keyPlace, vault.servers, vault.isAsking()]).toEqual(['waiting', [], true]);
    await expect.poll(isAsking).toBe(true);
    await vault.letGo();
    expect(vault.keyPlace).toBe('locked');
    await unlock();
    expect(await vault.unlock()).toBe(true);
    expect([vault.keyPlace, vault.servers]).toEqual(['keyring', [server]]);
  },
);
