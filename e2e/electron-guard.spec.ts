import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { createInstanceAnswer } from '../core/shell-kit.ts';
import { doubleProgram } from './double/program.ts';
import { removeFolder } from './remove-folder.ts';

// KDE's settings are a file, so that this needs no desktop.
const OWN = '[Proxy Settings]\nProxyType=0\n';
const OURS = '[Proxy Settings]\nProxyType=2\nProxy Config Script=http://127.0.0.1:7000/x/proxy.pac\n';
const value = (place: string, ours: string, before: string | null, role: string) => ({
  before: { [place]: before },
  ours: { place, group: 'kde', role, values: [ours] },
});

const PIPES: StdioOptions = ['pipe', 'pipe', 'inherit'];
let home = '';
const file = () => join(home, '.config', 'kioslaverc');
const journal = () => join(home, 'footbridge', 'changed.json');

test.beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'footbridge-guard-'));
  mkdirSync(join(home, '.config'));
  mkdirSync(join(home, 'footbridge'));
});
test.afterEach(() => removeFolder(home));

function start(flag: string, path = process.env.PATH, stdio: StdioOptions = PIPES): ChildProcess {
  const env = {
    ...{ PATH: path, HOME: home, FOOTBRIDGE_HOME: join(home, 'footbridge') },
    ...{ XDG_CURRENT_DESKTOP: 'KDE', KDE_SESSION_VERSION: '5' },
  };
  return spawn(process.execPath, [doubleProgram('real'), flag], { env, stdio });
}

/** As an engine leaves it that was killed. */
function leaveChanged(): void {
  const [url, mode] = [
    value('Proxy Config Script', 'http://127.0.0.1:7000/x/proxy.pac', null, 'value'),
    value('ProxyType', '2', '0', 'switch'),
  ];
  const entry = {
    before: { ...url.before, ...mode.before },
    ours: [url.ours, mode.ours],
    process: { id: 1, startedAt: 0 },
    changedAt: 0,
  };
  writeFileSync(journal(), JSON.stringify({ version: 1, drivers: { kde: entry } }));
  writeFileSync(file(), OURS);
}

test('as a guardian it opens no window, waits for its lifeline to end, and puts everything back', async () => {
  const child = start('--guard');
  const [said]: unknown[] = child.stdout === null ? [] : await once(child.stdout, 'data');
  expect(String(said)).toBe('watching\n');
  leaveChanged();
  child.stdin?.end();
  const [code]: unknown[] = await once(child, 'exit');
  expect([code, readFileSync(file(), 'utf8'), existsSync(journal())]).toEqual([0, OWN, false]);
});

test('as a restorer it puts everything back and ends', async () => {
  leaveChanged();
  const [code]: unknown[] = await once(start('--restore'), 'exit');
  expect([code, readFileSync(file(), 'utf8'), existsSync(journal())]).toEqual([0, OWN, false]);
});

test('as a restorer that cannot put everything back it says so, and the record stays', async () => {
  leaveChanged();
  const text = readFileSync(journal(), 'utf8');
  // Without the programs that keep GNOME's settings.
  writeFileSync(journal(), text.replace('"kde"', '"gnome"'));
  const [code]: unknown[] = await once(start('--restore', '/nonexistent'), 'exit');
  expect([code, existsSync(journal())]).toEqual([1, true]);
});

test('started while Footbridge is open in a browser, it shows that page and ends', async () => {
  const [secret, link] = ['s', 'L'].map((letter) => letter.repeat(43));
  const page = createServer(
    createInstanceAnswer(secret ?? '', { issueLink: () => link ?? '', end: () => undefined }),
  ).listen(0, '127.0.0.1');
  await once(page, 'listening');
  const address = page.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const spot = { pid: process.pid, port, secret, shell: 'page' };
  writeFileSync(join(home, 'footbridge', 'window.json'), JSON.stringify(spot));
  const child = start('--hidden', process.env.PATH, ['ignore', 'inherit', 'inherit', 'ipc']);
  const told: unknown[] = [];
  child.on('message', (message) => told.push(message));
  const [code]: unknown[] = await once(child, 'exit');
  expect([code, told]).toEqual([
    0,
    expect.arrayContaining([{ what: 'external', url: `http://127.0.0.1:${port}/#token=${link}` }]),
  ]);
  page.closeAllConnections();
  page.close();
});
