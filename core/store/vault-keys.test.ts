import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Keyring } from '../model/keyring.ts';
import { until } from '../testing/event-loop.ts';
import { createFakeClock } from '../testing/fake-clock.ts';
import { createSeededRandom } from '../testing/seeded-random.ts';
import { eraseHome, KeyLeftError } from './erase.ts';
import { openVault } from './vault.ts';

const NOW = 1_790_000_000_000;
const SERVER = { expression: 'socks5://name:geheim@198.51.100.7:1080', addedAt: NOW };

const random = createSeededRandom();
let home = '';
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'footbridge-keys-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const file = (name: string) => join(home, name);

/** A keyring that can be locked, and be killed before or after it has done what it was asked for. */
function createKeyring() {
  const held = new Map<string, Uint8Array>();
  let isLocked = false;
  let dies: 'before' | 'after' | 'reading' | null = null;
  const die = () => {
    throw new Error('killed');
  };
  const keyring: Keyring = {
    kind: 'secret-service',
    async write(name, secret) {
      if (dies === 'before') die();
      if (isLocked) return null;
      held.set(name, secret);
      if (dies === 'after') die();
      return 'beside';
    },
    async read(name, beside) {
      if (dies === 'reading') die();
      return isLocked || beside !== 'beside' ? null : (held.get(name) ?? null);
    },
    async remove(name) {
      if (!isLocked) held.delete(name);
      return !held.has(name);
    },
  };
  return {
    keyring,
    held,
    lock(locked: boolean) {
      isLocked = locked;
    },
    kill(when: typeof dies) {
      dies = when;
    },
  };
}

/** What waits for a person. */
function createGate() {
  let pass = () => {};
  const open = new Promise<void>((resolve) => {
    pass = resolve;
  });
  return { open, pass: () => pass() };
}

const open = (keyring: Keyring | null, now = NOW) => openVault(home, random, now, { keyring });

/** Opens with a keyring that does not answer within two seconds. */
async function openLate(keyring: Keyring) {
  const clock = createFakeClock();
  const opening = openVault(home, random, NOW, { keyring, clock });
  await until(() => clock.sleepers() === 1);
  await clock.advance(2_000);
  return opening;
}

describe('the key of the vault', () => {
  test('lies in a file of this user’s alone where there is no keyring, and that is said (S4)', async () => {
    const vault = await open(null);
    await vault.save([SERVER]);
    expect(vault.keyPlace).toBe('file');
    if (process.platform !== 'win32') expect((await stat(file('vault.key'))).mode & 0o777).toBe(0o600);
    expect((await open(null)).servers).toEqual([SERVER]);
  });

  test('moves into the keyring, and no file holds it any more (S4)', async () => {
    const before = await open(null);
    await before.save([SERVER]);
    const key = readFileSync(file('vault.key'));
    const { keyring, held } = createKeyring();
    const after = await open(keyring);
    expect([after.keyPlace, after.servers]).toEqual(['keyring', [SERVER]]);
    expect(Buffer.from(after.identityKey)).toEqual(Buffer.from(before.identityKey));
    expect(existsSync(file('vault.key'))).toBe(false);
    expect([...held.values()].map((bytes) => Buffer.from(bytes))).toEqual([key]);
    expect(readFileSync(file('vault.keyring'), 'latin1')).not.toContain(key.toString('base64').slice(0, 20));
    expect((await open(keyring)).servers).toEqual([SERVER]);
  });

  test('that is locked away later is waited for: nothing is known, and nothing is written over (S5)', async () => {
    const { keyring, lock } = createKeyring();
    await (await open(keyring)).save([SERVER]);
    const sealed = readFileSync(file('vault.bin'));
    lock(true);
    for (const without of [keyring, null, { ...keyring, kind: 'keychain' as const }]) {
      const vault = await open(without);
      expect([vault.keyPlace, vault.servers]).toEqual(['locked', []]);
      await expect(vault.save([])).rejects.toThrow('keyring');
      await expect(vault.keepKeys()).rejects.toThrow('keyring');
    }
    expect(readFileSync(file('vault.bin'))).toEqual(sealed);
    expect(existsSync(file('vault.key'))).toBe(false);
    lock(false);
    expect((await open(keyring)).servers).toEqual([SERVER]);
  });

  test('another key under the same name opens nothing and spoils nothing (S5)', async () => {
    const { keyring, held } = createKeyring();
    await (await open(keyring)).save([SERVER]);
    const [name = ''] = held.keys();
    const right = held.get(name) ?? new Uint8Array();
    held.set(name, new Uint8Array(64));
    expect((await open(keyring)).keyPlace).toBe('locked');
    held.set(name, right);
    expect((await open(keyring)).servers).toEqual([SERVER]);
  });

  test.each(['before', 'after', 'reading'] as const)(
    'is lost at no moment: who moves it is killed %s it is in the keyring (S5)',
    async (when) => {
      await (await open(null)).save([SERVER]);
      const { keyring, held, kill } = createKeyring();
      kill(when);
      expect(await open(keyring)).toMatchObject({ keyPlace: 'file', servers: [SERVER] });
      expect((await open(null)).servers).toEqual([SERVER]);
      kill(null);
      expect(await open(keyring)).toMatchObject({ keyPlace: 'keyring', servers: [SERVER] });
      expect(held.size).toBe(1);
    },
  );

  test('is lost at no moment: who moves it is killed before the file is gone (S5)', async () => {
    await (await open(null)).save([SERVER]);
    const key = readFileSync(file('vault.key'));
    const { keyring, lock } = createKeyring();
    await open(keyring);
    writeFileSync(file('vault.key'), key, { mode: 0o600 });
    lock(true);
    expect(await open(keyring)).toMatchObject({ keyPlace: 'file', servers: [SERVER] });
    lock(false);
    expect(await open(keyring)).toMatchObject({ keyPlace: 'keyring', servers: [SERVER] });
    expect(existsSync(file('vault.key'))).toBe(false);
  });

  test('stays in its file where the keyring does not take it, and is offered again after a month', async () => {
    const { keyring, lock, held } = createKeyring();
    lock(true);
    expect((await open(keyring)).keyPlace).toBe('file');
    lock(false);
    expect((await open(keyring, NOW + 86_400_000)).keyPlace).toBe('file');
    expect(held.size).toBe(0);
    expect((await open(keyring, NOW + 31 * 86_400_000)).keyPlace).toBe('keyring');
  });

  test('that is waited for longer than is bearable comes later, and then everything is there (S5)', async () => {
    const { keyring } = createKeyring();
    const before = await open(keyring);
    await before.save([SERVER]);
    const asked = createGate();
    const slow: Keyring = {
      ...keyring,
      read: async (...args) => asked.open.then(() => keyring.read(...args)),
    };
    const vault = await openLate(slow);
    expect([vault.keyPlace, vault.servers, vault.isAsking()]).toEqual(['waiting', [], true]);
    const { identityKey } = vault;
    await expect(vault.save([])).rejects.toThrow('keyring');
    const unlocking = vault.unlock();
    asked.pass();
    expect(await unlocking).toBe(true);
    expect([vault.keyPlace, vault.servers]).toEqual(['keyring', [SERVER]]);
    // Whoever was handed it before has the right one now.
    expect(Buffer.from(identityKey)).toEqual(Buffer.from(before.identityKey));
  });

  test('that a keyring refused is asked for once more when that is wanted, and not before (S5)', async () => {
    const { keyring, lock } = createKeyring();
    await (await open(keyring)).save([SERVER]);
    lock(true);
    const vault = await open(keyring);
    expect([vault.keyPlace, await vault.unlock(), vault.keyPlace]).toEqual(['locked', false, 'locked']);
    lock(false);
    expect([vault.keyPlace, await vault.unlock()]).toEqual(['locked', true]);
    expect([vault.keyPlace, vault.servers]).toEqual(['keyring', [SERVER]]);
  });

  test('moves behind our back where the keyring takes its time, and nothing waits for that (S4)', async () => {
    await (await open(null)).save([SERVER]);
    const { keyring } = createKeyring();
    const asked = createGate();
    const slow: Keyring = {
      ...keyring,
      write: async (...args) => asked.open.then(() => keyring.write(...args)),
    };
    const vault = await openLate(slow);
    expect([vault.keyPlace, vault.servers]).toEqual(['file', [SERVER]]);
    asked.pass();
    expect(await vault.unlock()).toBe(true);
    expect([vault.keyPlace, existsSync(file('vault.key'))]).toEqual(['keyring', false]);
    expect(await open(keyring)).toMatchObject({ keyPlace: 'keyring', servers: [SERVER] });
  });

  test('stays where it is once it was called off, and nothing is written any more (S3, S5)', async () => {
    await (await open(null)).save([SERVER]);
    const { keyring } = createKeyring();
    let isAsked = false;
    const slow: Keyring = {
      ...keyring,
      write(_name, _secret, signal) {
        isAsked = true;
        return new Promise((resolve) => signal?.addEventListener('abort', () => resolve(null)));
      },
    };
    const vault = await openLate(slow);
    await until(() => isAsked);
    const mark = readFileSync(file('vault.keyring'));
    await vault.letGo();
    expect([vault.keyPlace, vault.isAsking()]).toEqual(['file', false]);
    expect(readFileSync(file('vault.keyring'))).toEqual(mark);
    expect(await open(keyring)).toMatchObject({ keyPlace: 'keyring', servers: [SERVER] });
  });

  test('is one where two first starts come at once', async () => {
    const { keyring, held } = createKeyring();
    const vaults = await Promise.all([open(keyring), open(keyring), open(keyring)]);
    const keys = new Set(vaults.map(({ identityKey }) => Buffer.from(identityKey).toString('hex')));
    expect([keys.size, held.size]).toEqual([1, 1]);
    expect((await open(keyring)).keyPlace).toBe('keyring');
  });

  test('that stays in a locked keyring when everything is erased is said to, and goes the next time (S3)', async () => {
    const { keyring, held, lock } = createKeyring();
    await (await open(keyring)).save([SERVER]);
    lock(true);
    for (const without of [keyring, null]) {
      await expect(eraseHome(home, without)).rejects.toThrow(KeyLeftError);
      expect(readdirSync(home)).toEqual(['vault.keyring']);
    }
    lock(false);
    await eraseHome(home, keyring);
    expect([held.size, existsSync(home)]).toEqual([0, false]);
  });

  test('goes from the keyring when everything is erased (S3)', async () => {
    const { keyring, held } = createKeyring();
    await (await open(keyring)).save([SERVER]);
    await eraseHome(home, keyring);
    expect([held.size, existsSync(home)]).toEqual([0, false]);
    await eraseHome(home, keyring);
  });
});
