import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { eraseHome } from './erase.ts';
import { openKnownHosts } from './known-hosts.ts';

const identityKey = new Uint8Array(32).fill(3);
const tools = { identityKey, now: () => 1_000, keep: (write: () => Promise<void>) => write() };
const server = { host: 'ssh.example', port: 22 };
const key = { type: 'ssh-ed25519', fingerprint: 'A'.repeat(43) };
const other = { type: 'ssh-rsa', fingerprint: 'B'.repeat(43) };
let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'footbridge-hosts-'));
});
afterEach(() => rm(home, { recursive: true, force: true }));

test('a server’s key is known again after a restart, by its port too', async () => {
  await (await openKnownHosts(home, tools)).pin(server, key);
  const again = await openKnownHosts(home, tools);
  expect(again.known(server)).toEqual(key);
  expect(again.known({ ...server, port: 2222 })).toBeUndefined();
});

test('the file tells nobody which servers they are', async () => {
  await (await openKnownHosts(home, tools)).pin(server, key);
  expect(await readFile(join(home, 'known-hosts.json'), 'utf8')).not.toContain('ssh.example');
  const stranger = await openKnownHosts(home, { ...tools, identityKey: new Uint8Array(32) });
  expect(stranger.known(server)).toBeUndefined();
});

test('another key that a server showed is kept until the person says it is the server’s, or the server shows its own (N17)', async () => {
  const hosts = await openKnownHosts(home, tools);
  await hosts.pin(server, key);
  expect(hosts.changeOf(server)).toBeUndefined();
  hosts.suspect(server, other);
  expect(hosts.known(server)).toEqual(key);
  await expect
    .poll(async () => (await openKnownHosts(home, tools)).changeOf(server))
    .toEqual({ known: key, shown: other });

  const again = await openKnownHosts(home, tools);
  expect(await again.accept(server, 'C'.repeat(43))).toBe(false);
  expect(again.known(server)).toEqual(key);
  expect(await again.accept(server, other.fingerprint)).toBe(true);
  expect([again.known(server), again.changeOf(server)]).toEqual([other, undefined]);

  await hosts.pin(server, key);
  expect(hosts.changeOf(server)).toBeUndefined();
  expect(await hosts.accept(server, other.fingerprint)).toBe(false);
});

test('what a server showed is forgotten with the server', async () => {
  const hosts = await openKnownHosts(home, { ...tools, keep: async () => undefined });
  await hosts.pin(server, key);
  hosts.suspect(server, other);
  hosts.suspect({ host: 'never.met', port: 22 }, other);
  expect(hosts.changeOf({ host: 'never.met', port: 22 })).toBeUndefined();
  await hosts.keepOnly([]);
  await hosts.pin(server, key);
  expect(hosts.changeOf(server)).toBeUndefined();
});

test('servers that are gone are forgotten, the others are not', async () => {
  const hosts = await openKnownHosts(home, tools);
  await hosts.pin(server, key);
  await hosts.pin({ host: '192.0.2.1', port: 22 }, other);
  await hosts.keepOnly([server, { host: 'new.example', port: 22 }]);
  const again = await openKnownHosts(home, tools);
  expect([again.known(server), again.known({ host: '192.0.2.1', port: 22 })]).toEqual([key, undefined]);
});

test('of more than 256 the latest met are kept', async () => {
  const hosts = await openKnownHosts(home, { ...tools, keep: async () => undefined });
  for (let port = 1; port <= 300; port += 1) await hosts.pin({ host: 'ssh.example', port }, key);
  const known = Array.from({ length: 300 }, (_, at) => hosts.known({ host: 'ssh.example', port: at + 1 }));
  expect(known.findIndex((one) => one !== undefined)).toBe(44);
});

test('a broken file is set aside, and removed with everything else (S1)', async () => {
  for (const content of [
    '{',
    '{"version":2,"hosts":{}}',
    '{"version":1,"hosts":{"a":{"type":"x y","fingerprint":""}}}',
  ]) {
    await writeFile(join(home, 'known-hosts.json'), content);
    const opened = await openKnownHosts(home, tools);
    expect(opened.setAside).toBeDefined();
    await opened.pin(server, key);
  }
  await eraseHome(home);
  await expect(readdir(home)).rejects.toThrow('ENOENT');
});
