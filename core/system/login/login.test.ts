import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findProgram } from '../../testing/daemon.ts';
import type { LoginEntry } from './entry.ts';
import { createXdgEntries } from './linux.ts';
import { createLaunchAgents, propertyList } from './macos.ts';
import { createRunKey, quoteArgument } from './windows.ts';

const never = new AbortController().signal;
const entry: LoginEntry = {
  id: 'restore',
  title: 'Footbridge',
  command: ['/opt/Мостик/foot bridge', '--restore', 'a"b`c$d\\e%f'],
};
let home = '';
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'footbridge-login-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

test('XDG autostart: added, seen, turned off by the person, removed without a trace', async () => {
  const entries = createXdgEntries(home);
  expect(await entries.has('restore', never)).toBe(false);
  await entries.add(entry, never);
  const file = join(home, 'autostart', 'restore.desktop');
  expect(statSync(file).mode & 0o777).toBe(0o644);
  expect(await entries.has('restore', never)).toBe(true);
  writeFileSync(file, readFileSync(file, 'utf8').replace('enabled=true', 'enabled=false'));
  expect(await entries.has('restore', never)).toBe(false);
  await entries.remove('restore', never);
  await entries.remove('restore', never);
  expect(readdirSync(join(home, 'autostart'))).toEqual([]);
});

test.skipIf(findProgram('python3') === undefined)(
  'launch agents: a property list that a parser (python3) reads back',
  async () => {
    const agents = createLaunchAgents(home);
    await agents.add({ ...entry, command: ['/Applications/Мостик & <co>.app/x', '--restore'] }, never);
    expect(await agents.has('restore', never)).toBe(true);
    const file = join(home, 'Library', 'LaunchAgents', 'org.footbridge.restore.plist');
    const script = 'import plistlib,sys,json;print(json.dumps(plistlib.load(open(sys.argv[1],"rb"))))';
    expect(JSON.parse(execFileSync('python3', ['-c', script, file], { encoding: 'utf8' }))).toEqual({
      Label: 'org.footbridge.restore',
      ProgramArguments: ['/Applications/Мостик & <co>.app/x', '--restore'],
      RunAtLoad: true,
    });
    await agents.remove('restore', never);
    expect(await agents.has('restore', never)).toBe(false);
    expect(propertyList('x', entry)).toContain('a"b`c$d\\e%f');
  },
);

test('Windows’ Run key: added, seen, turned off by the person, removed; removing what is not there is no error', async () => {
  const values = new Map<string, string>();
  let approved = '';
  const entries = createRunKey({
    env: {},
    run: async (_, [verb, key, , name = '', , , , text = '']) => {
      if (key?.endsWith('StartupApproved\\Run')) return approved;
      if (verb === 'add') values.set(name, text);
      if (verb === 'delete') values.delete(name);
      return [...values].map(([own, value]) => `    ${own}    REG_SZ    ${value}`).join('\r\n');
    },
  });
  await entries.add(
    { ...entry, command: ['C:\\Program Files\\Footbridge\\Footbridge.exe', '--restore'] },
    never,
  );
  expect([...values]).toEqual([
    ['Footbridge restore', '"C:\\Program Files\\Footbridge\\Footbridge.exe" "--restore"'],
  ]);
  expect(await entries.has('restore', never)).toBe(true);
  approved = 'HKEY_CURRENT_USER\\X\r\n    Footbridge restore    REG_BINARY    030000001A2B\r\n';
  expect(await entries.has('restore', never)).toBe(false);
  approved = approved.replace('0300', '0200');
  expect(await entries.has('restore', never)).toBe(true);
  await entries.remove('restore', never);
  await entries.remove('restore', never);
  expect(values.size).toBe(0);
});

test.each([
  ['a b', '"a b"'],
  ['a"b', '"a\\"b"'],
  ['a\\"b', '"a\\\\\\"b"'],
  ['C:\\dir\\', '"C:\\dir\\\\"'],
])('%s is quoted as %s for Windows', (argument, quoted) => {
  expect(quoteArgument(argument)).toBe(quoted);
});
