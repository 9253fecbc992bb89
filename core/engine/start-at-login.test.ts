import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createXdgEntries } from '../system/login/linux.ts';
import { scratchFolder } from '../testing/daemon.ts';
import { openStartAtLogin } from './start-at-login.ts';

test('starting at login is off until it is asked for, stands in the system’s own list, and leaves it again (A2)', async () => {
  const { path } = scratchFolder();
  const entry = { id: 'footbridge-page', command: ['/usr/bin/node', '/opt/foot bridge/web.cjs'] } as const;
  const startAtLogin = openStartAtLogin(entry, createXdgEntries(path));
  const list = () => readdirSync(join(path, 'autostart'));
  expect(await startAtLogin.isOn()).toBe(false);
  await startAtLogin.set(true);
  expect(await startAtLogin.isOn()).toBe(true);
  expect(list()).toEqual(['footbridge-page.desktop']);
  const file = join(path, 'autostart', 'footbridge-page.desktop');
  const text = readFileSync(file, 'utf8');
  expect(text).toContain('Name=Footbridge\nExec="/usr/bin/node" "/opt/foot bridge/web.cjs"\n');
  writeFileSync(file, text.replace('enabled=true', 'enabled=false'));
  expect(await startAtLogin.isOn()).toBe(false);
  await startAtLogin.set(false);
  expect(list()).toEqual([]);
});

test('a list that does not answer is not on, and one that cannot be written says so', async () => {
  const fail = () => Promise.reject(new Error('access denied'));
  const entry = { id: 'x', command: ['/x'] } as const;
  const startAtLogin = openStartAtLogin(entry, { add: fail, remove: fail, has: fail });
  expect(await startAtLogin.isOn()).toBe(false);
  await expect(startAtLogin.set(true)).rejects.toThrow('access denied');
  await expect(startAtLogin.set(false)).rejects.toThrow('access denied');
});
