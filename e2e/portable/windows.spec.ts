import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, expect, test } from '@playwright/test';
import { CHROMIUM } from '../chromium.ts';
import { heading, welcome } from '../lab/journey.ts';
import { removeFolder } from '../remove-folder.ts';
import { wordsIn } from '../words.ts';

const WINE = '/usr/lib/wine/wine64';
/** Wine takes its time. Milliseconds. */
const SEARCH_MS = 120_000;
test.setTimeout(240_000);
test.skip(!existsSync(WINE), 'it needs wine64 (Debian’s package)');
const t = wordsIn('en');

let place = '';
let folder = '';
const env = () => ({
  ...process.env,
  HOME: place,
  WINEPREFIX: join(place, 'prefix'),
  WINEDEBUG: '-all',
  LC_ALL: 'C.UTF-8',
  NODE_EXTRA_CA_CERTS: `Z:${process.env.NODE_EXTRA_CA_CERTS ?? ''}`.replaceAll('/', '\\'),
});

test.beforeAll(() => {
  place = mkdtempSync(join(tmpdir(), 'footbridge-wine-'));
  // Wine's own cmd.exe takes a single % in %~dp0 apart once more, which Windows' does not: it is left out here.
  const stick = join(place, 'Мостик & co! (1) ^');
  mkdirSync(stick);
  execFileSync('unzip', ['-q', process.env.FOOTBRIDGE_PORTABLE_WINDOWS ?? '', '-d', stick]);
  folder = join(stick, readdirSync(stick)[0] ?? '');
  const root = join(process.env.FOOTBRIDGE_RESOURCES ?? '', 'signal-root.pem');
  copyFileSync(root, join(folder, 'program', 'resources', 'signal-root.pem'));
  // It calls itself Windows 7 otherwise, which Node refuses.
  execFileSync(WINE, ['reg', 'add', 'HKCU\\Software\\Wine', '/v', 'Version', '/d', 'win10', '/f'], {
    env: env(),
  });
});
test.afterAll(async () => {
  execFileSync('/usr/lib/wine/wineserver', ['-k'], { env: env() });
  await removeFolder(place);
});

/** Starts a file as a double click does. Its output goes to a file: wine's pipes are none that Node takes. */
function start(name: string, words: readonly string[]) {
  const file = join(place, `${name}.txt`);
  const out = openSync(file, 'w');
  const path = `Z:${join(folder, name)}`.replaceAll('/', '\\');
  const child = spawn(WINE, [path, ...words], { env: env(), cwd: '/', stdio: ['ignore', out, out] });
  return { child, said: () => readFileSync(file, 'utf8') };
}

test('Windows’ folder, under wine: the command line says what is blocked', async () => {
  const { child, said } = start('Footbridge.cmd', ['check', '--json']);
  expect(await once(child, 'exit')).toEqual([0, null]);
  const verdict = said()
    .split('\n')
    .find((line) => /"verdict".*"whatsapp".*"web"/.test(line));
  expect(JSON.parse(verdict ?? '{}')).toMatchObject({
    state: 'blocked',
    causes: expect.arrayContaining(['sni-blocked']),
  });
});

test('Windows’ folder, under wine: “Restore my internet” says what it did', async () => {
  const { child, said } = start('Restore my internet.cmd', []);
  await once(child, 'exit');
  expect(said()).toContain('Nothing of Footbridge was left in your settings.');
});

test('Windows’ folder, under wine: the page opens and connects, and keeps nothing beside the program', async () => {
  const before = readdirSync(folder, { recursive: true }).sort();
  const { said } = start('Footbridge.cmd', ['--no-open']);
  await expect.poll(said, { timeout: 30_000 }).toMatch(/#token=\S+/);
  const browser = await chromium.launch(CHROMIUM);
  try {
    const page = await browser.newPage({ locale: 'en-US' });
    await page.goto(/http:\/\/\S+/.exec(said())?.[0] ?? '');
    await welcome(page, t);
    await expect(heading(page, t('home.title-works'))).toBeVisible({ timeout: SEARCH_MS });
  } finally {
    await browser.close();
  }
  expect(readdirSync(folder, { recursive: true }).sort()).toEqual(before);
});
