import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { systemRandom } from '../net/system-clock.ts';
import { openVault } from '../store/vault.ts';
import { createFakeClock } from '../testing/fake-clock.ts';
import { createServerList } from './server-list.ts';

let home = '';
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'footbridge-servers-'));
});
afterEach(() => rm(home, { recursive: true, force: true }));

const open = async () => createServerList(await openVault(home, systemRandom, 0), createFakeClock());

describe('the person’s servers', () => {
  test('survive a restart and are shown without their secrets (S2)', async () => {
    await (await open()).add('socks5://anna:geheim@198.51.100.7:1080');
    const [server] = (await open()).list();
    expect(server?.label).toBe('socks5://•••@198.51.100.7:1080');
    expect(JSON.stringify(server)).not.toMatch(/anna|geheim/);
  });

  test('adding one twice keeps one', async () => {
    const servers = await open();
    await servers.add('socks5://198.51.100.7:1080');
    expect(await servers.add('socks5://198.51.100.7:1080')).toMatchObject({ ok: true, known: true });
    expect(servers.list()).toHaveLength(1);
  });

  test('are removed by number or by identifier', async () => {
    const servers = await open();
    await servers.add('socks5://198.51.100.7:1080');
    await servers.add('http-proxy://198.51.100.8:3128');
    expect((await servers.remove('1'))?.label).toContain('198.51.100.7');
    const [left] = servers.list();
    expect((await servers.remove(left?.id ?? ''))?.label).toContain('198.51.100.8');
    expect(servers.list()).toEqual([]);
    expect(await servers.remove('1')).toBeUndefined();
  });

  test('that are MTProto proxies are handed on as Telegram reads them, too', async () => {
    const servers = await open();
    const link = `tg://proxy?server=198.51.100.7&port=443&secret=dd${'0f'.repeat(16)}`;
    await servers.add(link.replace('tg://', 'https://t.me/'));
    const [server] = servers.list();
    expect(server).toMatchObject({ label: 'mtproto://•••@198.51.100.7:443', hasPassword: true });
    expect(servers.link(server?.id ?? '')).toBe(link);
  });

  test('are named, put in order and handed on by identifier', async () => {
    const servers = await open();
    for (const port of [1, 2, 3]) await servers.add(`socks5://u:p@198.51.100.7:${port}`);
    const [first, second, third] = servers.list().map(({ id }) => id);
    expect(await servers.rename(second ?? '', 'Anna')).toBe(true);
    expect(await servers.move(third ?? '', 0)).toBe(true);
    expect(await servers.move(first ?? '', 99)).toBe(true);
    const again = (await open()).list();
    expect(again.map(({ id, name }) => [id, name])).toEqual([
      [third, undefined],
      [second, 'Anna'],
      [first, undefined],
    ]);
    expect(servers.link(second ?? '')).toBe('socks5://u:p@198.51.100.7:2');
    expect(await servers.rename(second ?? '', '')).toBe(true);
    expect(servers.list()[1]).not.toHaveProperty('name');
  });

  test('of which there is none cannot be changed', async () => {
    const servers = await open();
    expect(await servers.rename('server:0', 'x')).toBe(false);
    expect(await servers.move('server:0', 1)).toBe(false);
    expect(servers.link('server:0')).toBeUndefined();
  });

  test('say whether a password would be given to somebody', async () => {
    const servers = await open();
    await servers.add('socks5://u:p@198.51.100.7:1');
    await servers.add('socks5://198.51.100.7:2');
    expect(servers.list().map(({ hasPassword }) => hasPassword)).toEqual([true, false]);
  });

  test('changed all at once end up with every change', async () => {
    const servers = await open();
    await Promise.all([1, 2, 3].map((port) => servers.add(`socks5://198.51.100.7:${port}`)));
    expect((await open()).list()).toHaveLength(3);
  });

  test('that cannot be written hold until the end, whether that is forgiven or not', async () => {
    const vault = {
      ...(await openVault(home, systemRandom, 0)),
      save: () => Promise.reject(new Error('full')),
    };
    const strict = createServerList(vault, createFakeClock());
    await expect(strict.add('socks5://198.51.100.7:1')).rejects.toThrow('full');
    const forgiving = createServerList(vault, createFakeClock(), (write) => write().catch(() => undefined));
    expect((await forgiving.add('socks5://198.51.100.7:1')).ok).toBe(true);
    for (const servers of [strict, forgiving]) expect(servers.list()).toHaveLength(1);
  });

  test('the hundred-and-first is refused, and the hundred are kept', async () => {
    const servers = await open();
    for (let port = 1; port <= 100; port++) await servers.add(`socks5://198.51.100.7:${port}`);
    expect(await servers.add('socks5://198.51.100.7:101')).toEqual({
      ok: false,
      error: { code: 'too-many-servers' },
    });
    expect((await open()).list()).toHaveLength(100);
  });

  test('a link that cannot be used is refused with a code and nothing is lost', async () => {
    const servers = await open();
    await servers.add('socks5://198.51.100.7:1080');
    expect(await servers.add('anytls://secret@h:443')).toMatchObject({
      ok: false,
      error: { code: 'unsupported-scheme', scheme: 'anytls' },
    });
    expect((await open()).list()).toHaveLength(1);
  });

  test('a link that needs a program which is not here is refused with its name (B8)', async () => {
    const asked: string[] = [];
    const vault = await openVault(home, systemRandom, 0);
    const servers = createServerList(vault, createFakeClock(), undefined, async (wish) => {
      asked.push(wish.kind === 'server' ? wish.server.protocol : wish.kind);
      return { tor: ['Tor'], desync: ['ByeDPI'], server: null }[wish.kind];
    });
    expect(await servers.add('byedpi:oob | trojan://secret@a.example:443')).toMatchObject({
      error: { code: 'missing-engine', programs: ['ByeDPI'] },
    });
    expect(await servers.add('tor://direct')).toEqual({
      ok: false,
      error: { code: 'missing-engine', programs: ['Tor'] },
    });
    expect(await servers.add('hysteria2://secret@a.example:443')).toMatchObject({ ok: true });
    expect(await servers.add('socks5://a.example:1080')).toMatchObject({ ok: true });
    expect(asked).toEqual(['desync', 'tor', 'hysteria2']);
    expect(servers.list()).toHaveLength(2);
  });
});
