import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import * as v from 'valibot';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Random } from '../model/time.ts';
import { checkAsync } from '../testing/fuzz.ts';
import { readJson, writeFileAtomic } from './atomic-file.ts';
import { footbridgeHome } from './home.ts';
import { networkKey, openNetworkMemory } from './network-memory.ts';
import { openSettings } from './settings.ts';
import { openVault } from './vault.ts';

const NOW = Date.UTC(2026, 10, 23);
const DAY = 24 * 3600 * 1000;
let counter = 0;
const random: Random = {
  bytes: (length) => Uint8Array.from({ length }, (_, index) => (index * 7 + ++counter) & 255),
  uniform: () => 0.5,
};

let home = '';
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'footbridge-Дом-'));
});
afterEach(() => rm(home, { recursive: true, force: true }));

describe('a stored file', () => {
  test('is replaced whole and leaves no temporary file behind', async () => {
    const path = join(home, 'deep', 'file.json');
    await writeFileAtomic(path, 'one');
    await writeFileAtomic(path, 'two');
    expect(await readFile(path, 'utf8')).toBe('two');
    expect(await readdir(join(home, 'deep'))).toEqual(['file.json']);
  });

  test('is whole to whoever reads it at any moment (S1)', async () => {
    const path = join(home, 'large');
    const contents = ['a', 'b'].map((letter) => letter.repeat(1 << 20));
    await writeFileAtomic(path, contents[0] ?? '');
    const read = new Set<string>();
    let writing = true;
    const reading = (async () => {
      while (writing) read.add(await readFile(path, 'utf8'));
    })();
    for (let round = 0; round < 20; round++) await writeFileAtomic(path, contents[round % 2] ?? '');
    writing = false;
    await reading;
    expect([...read].filter((content) => !contents.includes(content)).map(({ length }) => length)).toEqual(
      [],
    );
  });

  test('that cannot be replaced stays, and leaves no temporary file behind (S1)', async () => {
    const path = join(home, 'folder');
    await writeFileAtomic(join(path, 'inside'), 'old');
    await expect(writeFileAtomic(path, 'new')).rejects.toThrow();
    expect(await readFile(join(path, 'inside'), 'utf8')).toBe('old');
    expect(await readdir(home)).toEqual(['folder']);
  });

  test('can be read by its owner only', async () => {
    if (process.platform === 'win32') return;
    await writeFileAtomic(join(home, 'private'), 'x');
    expect((await stat(join(home, 'private'))).mode & 0o777).toBe(0o600);
  });

  test('that is not of its shape is set aside with its content kept (S1)', async () => {
    const path = join(home, 'broken.json');
    await writeFile(path, '{"half":');
    const stored = await readJson(path, v.object({ half: v.number() }), NOW);
    expect(stored.kind).toBe('set-aside');
    expect(await readFile(`${path}.unreadable-${NOW}`, 'utf8')).toBe('{"half":');
  });

  test('whatever bytes it holds never makes reading throw (N8, S1)', async () => {
    const path = join(home, 'any.json');
    await checkAsync(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
        await writeFile(path, bytes);
        const stored = await readJson(path, v.object({ version: v.literal(1) }), NOW);
        expect(['found', 'set-aside']).toContain(stored.kind);
      }),
    );
  });
});

describe('settings', () => {
  test('are the defaults at first and come back as saved', async () => {
    const first = await openSettings(home, NOW);
    expect(first.settings).toEqual({ version: 1, onlyThrough: [] });
    await first.change({ port: 40123, onlyThrough: ['signal'] });
    expect((await openSettings(home, NOW)).settings).toEqual({
      version: 1,
      port: 40123,
      onlyThrough: ['signal'],
    });
  });

  test('a change is seen at once and leaves the rest as it was, also two at a time', async () => {
    const file = await openSettings(home, NOW);
    await Promise.all([file.change({ port: 40123 }), file.change({ theme: 'dark', language: 'fa' })]);
    expect(file.settings).toMatchObject({ port: 40123, theme: 'dark', language: 'fa' });
    expect((await openSettings(home, NOW)).settings).toEqual(file.settings);
  });

  test('a change that cannot be written is told and holds nevertheless, until the end', async () => {
    const file = await openSettings(home, NOW);
    await rm(home, { recursive: true });
    await writeFile(home, '');
    await expect(file.change({ theme: 'dark' })).rejects.toThrow();
    expect(file.settings.theme).toBe('dark');
  });

  test('a file from before the window loads, and what a newer program added survives a change', async () => {
    const path = join(home, 'settings.json');
    await writeFile(path, '{"version":1,"port":40123,"onlyThrough":["signal"],"fromTheFuture":{"a":1}}');
    const file = await openSettings(home, NOW);
    expect(file.settings.port).toBe(40123);
    await file.change({ welcomed: true });
    expect(JSON.parse(await readFile(path, 'utf8'))).toEqual({
      version: 1,
      port: 40123,
      onlyThrough: ['signal'],
      fromTheFuture: { a: 1 },
      welcomed: true,
    });
  });

  test('a theme we do not know costs nobody their port', async () => {
    await writeFile(join(home, 'settings.json'), '{"version":1,"port":40123,"theme":"sepia","language":7}');
    const { settings, setAside } = await openSettings(home, NOW);
    expect([setAside, settings.port, settings.theme]).toEqual([undefined, 40123, undefined]);
  });

  test('a file from a newer version is set aside, not overwritten (S1)', async () => {
    await writeFile(join(home, 'settings.json'), '{"version":2,"port":5000}');
    const opened = await openSettings(home, NOW);
    expect(opened.setAside).toBeDefined();
    expect(opened.settings.port).toBeUndefined();
  });
});

describe('the chosen messengers', () => {
  const chosen = async (messengers: unknown) => {
    await writeFile(join(home, 'settings.json'), JSON.stringify({ version: 1, messengers }));
    return openSettings(home, NOW);
  };

  test('are kept with the other settings', async () => {
    expect((await chosen(['discord', 'icq'])).settings.messengers).toEqual(['discord', 'icq']);
  });

  test('are at most 32', async () => {
    expect((await chosen(Array.from({ length: 32 }, () => 'x'))).setAside).toBeUndefined();
    expect((await chosen(Array.from({ length: 33 }, () => 'x'))).setAside).toBeDefined();
  });
});

describe('the vault', () => {
  const server = { expression: 'socks5://name:geheim@198.51.100.7:1080', addedAt: NOW };

  test('gives back what was saved', async () => {
    await (await openVault(home, random, NOW)).save([server]);
    expect((await openVault(home, random, NOW)).servers).toEqual([server]);
  });

  test('shows nothing of a link on disk (S2)', async () => {
    await (await openVault(home, random, NOW)).save([server]);
    for (const name of await readdir(home)) {
      expect((await readFile(join(home, name))).includes('geheim')).toBe(false);
    }
  });

  test('a changed byte is noticed and the file set aside (S1)', async () => {
    await (await openVault(home, random, NOW)).save([server]);
    const path = join(home, 'vault.bin');
    const bytes = await readFile(path);
    bytes[20] = (bytes[20] ?? 0) ^ 1;
    await writeFile(path, bytes);
    const opened = await openVault(home, random, NOW);
    expect(opened.servers).toEqual([]);
    expect(opened.setAside).toBeDefined();
  });

  test('two first starts at the same time end up with one key', async () => {
    for (let round = 0; round < 20; round++) {
      const folder = join(home, String(round));
      const [one, other] = await Promise.all([
        openVault(folder, random, NOW),
        openVault(folder, random, NOW),
      ]);
      expect(Buffer.from(one.identityKey)).toEqual(Buffer.from(other.identityKey));
    }
  });

  test('opens without a place to write, keeps nothing, and says so', async () => {
    const file = join(home, 'a-file');
    await writeFile(file, '');
    const opening = openVault(join(file, 'no-folder'), random, NOW);
    await expect(opening.then((vault) => vault.save([server]))).rejects.toThrow();
  });

  test('without a trace writes nothing before there is something to keep (S3)', async () => {
    const folder = join(home, 'new');
    const vault = await openVault(folder, random, NOW, { isTraceless: true });
    await expect(readdir(folder)).rejects.toThrow('ENOENT');
    await vault.save([server]);
    expect((await openVault(folder, random, NOW)).servers).toEqual([server]);
    expect(Buffer.from((await openVault(folder, random, NOW)).identityKey)).toEqual(
      Buffer.from(vault.identityKey),
    );
  });

  test('without a trace refuses to save beside another’s key', async () => {
    const vault = await openVault(home, random, NOW, { isTraceless: true });
    await openVault(home, random, NOW);
    await expect(vault.save([server])).rejects.toThrow();
    await expect(vault.keepKeys()).rejects.toThrow();
  });

  test('keeps the names that servers were given, and their order', async () => {
    const named = [
      { ...server, name: 'Анна' },
      { ...server, expression: 'socks5://b:1' },
    ];
    await (await openVault(home, random, NOW)).save(named);
    expect((await openVault(home, random, NOW)).servers).toEqual(named);
  });

  test('keeps its identity key from one start to the next', async () => {
    const first = await openVault(home, random, NOW);
    expect(Buffer.from((await openVault(home, random, NOW)).identityKey)).toEqual(
      Buffer.from(first.identityKey),
    );
  });
});

describe('network memory', () => {
  test('recalls what worked on a network (F5)', async () => {
    const memory = await openNetworkMemory(home, () => NOW);
    await memory.remember('net', {
      resolver: 'doh:quad9',
      routes: { 'whatsapp/web': 'doh:quad9 | tlsfrag:sni' },
    });
    const again = await openNetworkMemory(home, () => NOW);
    expect(again.recall('net')?.routes['whatsapp/web']).toBe('doh:quad9 | tlsfrag:sni');
  });

  test('one start that finds nothing does not make it forget what was found before (F5)', async () => {
    const memory = await openNetworkMemory(home, () => NOW);
    await memory.remember('net', { resolver: 'doh:quad9', routes: { 'whatsapp/web': 'system' } });
    await memory.remember('net', { routes: {} });
    const known = (await openNetworkMemory(home, () => NOW)).recall('net');
    expect(known).toMatchObject({ resolver: 'doh:quad9', routes: { 'whatsapp/web': 'system' } });
  });

  test('keeps at most 64 networks and forgets those unseen for 90 days', async () => {
    let now = NOW;
    const memory = await openNetworkMemory(home, () => now);
    await memory.remember('ancient', { routes: {} });
    now += 91 * DAY;
    for (let index = 0; index < 70; index++) {
      now++;
      await memory.remember(`net${index}`, { routes: {} });
    }
    const again = await openNetworkMemory(home, () => now);
    expect(again.recall('ancient')).toBeUndefined();
    expect(again.recall('net5')).toBeUndefined();
    expect(again.recall('net69')).toBeDefined();
  });

  test('files a network under a key that names nothing of it and depends on the secret (F6)', () => {
    const traits = ['gateway wlan0 192.168.1.1 aa:bb:cc:dd:ee:ff'];
    const key = networkKey(new Uint8Array([1]), traits);
    expect(key).toMatch(/^[\w-]{22}$/);
    expect(key).toBe(networkKey(new Uint8Array([1]), traits));
    expect(key).not.toBe(networkKey(new Uint8Array([2]), traits));
  });
});

describe('the home folder', () => {
  const at = (platform: NodeJS.Platform, env: Record<string, string>) =>
    footbridgeHome({ platform, env, homedir: '/home/анна' });

  test('is where FOOTBRIDGE_HOME says', () => {
    expect(at('linux', { FOOTBRIDGE_HOME: '/tmp/x' })).toBe('/tmp/x');
  });

  test('is the usual place of each system otherwise', () => {
    expect(at('linux', {})).toBe('/home/анна/.config/footbridge');
    expect(at('linux', { XDG_CONFIG_HOME: '/etc/c' })).toBe('/etc/c/footbridge');
    expect(at('darwin', {})).toBe('/home/анна/Library/Application Support/Footbridge');
    expect(at('win32', { APPDATA: '/roaming' })).toBe('/roaming/Footbridge');
  });
});
