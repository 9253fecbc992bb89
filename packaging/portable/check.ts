// Makes the portable folder for this system twice, with a stand-in for Node that leads to the one that runs this, and starts
// what is in it from a folder with a difficult name. Ends with a line of totals.
import { type ChildProcess, execFileSync, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import * as v from 'valibot';
import { contents } from './contents.ts';
import { thirdPartyNotices } from './notices.ts';
import { starters } from './starters.ts';
import { tarGz } from './tar.ts';
import { folderName, type Target } from './targets.ts';
import { zip } from './zip.ts';

/** Ours, Node left out. */
const MOST_BYTES = 8 * 1024 * 1024;
const START_MS = 15_000;
const EXPECTED = [
  /^(?:LICENSE|THIRD-PARTY-NOTICES|README)\.txt$/,
  /^program\/(?:LICENSE\.node\.txt|start\.cjs|node(?:\.exe)?)$/,
  /^program\/dist\/(?:footbridge|web|web-engine)\.cjs$/,
  /^program\/dist\/renderer\/(?:index\.html|assets\/[\w.-]+\.(?:css|js|png|svg|woff2))$/,
  /^program\/resources\/(?:[\w-]+\/)?[\w-]+\.(?:json|pem)$/,
];

const isWindows = process.platform === 'win32';
const root = resolve(process.env.FOOTBRIDGE_ROOT ?? '.');
const text = readFileSync(join(root, 'package.json'), 'utf8');
const { version } = v.parse(v.object({ version: v.string() }), JSON.parse(text));
const place = mkdtempSync(join(tmpdir(), 'footbridge-portable-'));
const home = join(place, 'home');
const target: Target = {
  system: isWindows ? 'windows' : process.platform === 'darwin' ? 'mac' : 'linux',
  arch: process.arch === 'arm64' ? 'arm64' : 'x64',
};
const standIn = isWindows
  ? readFileSync(process.execPath)
  : Buffer.from(`#!/bin/sh\nexec "${process.execPath}" "$@"\n`);

let passed = 0;
let failed = 0;
async function expectThat(title: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
  const is = await Promise.resolve()
    .then(isSo)
    .catch((error: unknown) => {
      process.stdout.write(`${error}\n`);
      return false;
    });
  if (is) passed += 1;
  else failed += 1;
  process.stdout.write(`${is ? 'ok' : 'FAILED'}: ${title}\n`);
}

async function make() {
  const notices = await thirdPartyNotices(root);
  const node = { program: standIn, license: Buffer.from('stand-in') };
  const entries = contents({ root, version, notices }, target, node);
  return { entries, archive: isWindows ? zip(entries) : tarGz(entries) };
}

/** Starts the file a person double-clicks, with words. */
function start(folder: string, words: readonly string[]): ChildProcess {
  const env = {
    ...process.env,
    HOME: home,
    USERPROFILE: home,
    APPDATA: home,
    XDG_CONFIG_HOME: join(home, '.config'),
  };
  const [first] = starters(target);
  const file = join(folder, first?.path ?? '');
  const options: SpawnOptions = { cwd: place, env, stdio: ['ignore', 'pipe', 'inherit'] };
  return isWindows
    ? spawn('cmd.exe', ['/d', '/s', '/c', `""${file}" ${words.join(' ')}"`], {
        ...options,
        windowsVerbatimArguments: true,
      })
    : spawn(file, [...words], options);
}

async function said(child: ChildProcess, until: RegExp | null): Promise<string> {
  let all = '';
  const late = setTimeout(() => child.kill('SIGKILL'), START_MS);
  const found = new Promise<void>((resolve) => {
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      all += chunk;
      if (until?.test(all)) resolve();
    });
  });
  await Promise.race([found, once(child, 'close')]);
  clearTimeout(late);
  return all;
}

/** Every file below a folder with its size and time. */
const listing = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const file = join(entry.parentPath, entry.name);
      const { size, mtimeMs } = statSync(file);
      return `${relative(folder, file)} ${size} ${mtimeMs}`;
    })
    .sort()
    .join('\n');

try {
  const { entries, archive } = await make();
  await expectThat('two folders of one commit are the same, byte for byte', async () =>
    (await make()).archive.equals(archive),
  );
  const ours = entries.map(({ path, content }) => ({ path: path.slice(path.indexOf('/') + 1), content }));
  const own = starters(target).map(({ path }) => path);
  const strangers = ours.filter(
    ({ path }) => !own.includes(path) && !EXPECTED.some((form) => form.test(path)),
  );
  await expectThat(
    `nothing else is in it${strangers.map(({ path }) => ` ${path}`).join('')}`,
    () => strangers.length === 0,
  );
  const bytes = ours.reduce(
    (sum, { path, content }) => sum + (/\/node(?:\.exe)?$/.test(path) ? 0 : content.length),
    0,
  );
  await expectThat(`without Node it has ${(bytes / 1024 / 1024).toFixed(1)} MiB`, () => bytes < MOST_BYTES);
  await expectThat('no source map, no test double, no path of this machine is in it', () =>
    ours.every(
      ({ path, content }) =>
        path === 'program/node' ||
        (!/sourceMappingURL=|footbridge\.invalid/.test(`${content}`) && !content.includes(root)),
    ),
  );

  const folder = join(place, 'Мостик & co! (1)', folderName(version, target));
  mkdirSync(join(folder, '..'), { recursive: true });
  mkdirSync(home);
  writeFileSync(join(place, 'archive'), archive);
  execFileSync('tar', ['-xf', join(place, 'archive')], { cwd: join(folder, '..') });
  const before = listing(folder);
  await expectThat('the command line works', async () =>
    (await said(start(folder, ['version']), null)).includes(version),
  );
  await expectThat(
    'the engine finds its data beside it',
    async () => (await said(start(folder, ['list']), null)).length > 0,
  );
  await expectThat('one command puts this computer’s settings back', async () =>
    (await said(start(folder, ['leave']), null)).includes('It can be removed now'),
  );
  await expectThat('the page is served, and Ctrl-C ends it', async () => {
    const child = start(folder, ['--no-open']);
    const ended = once(child, 'exit');
    const [, address = ''] = /(http:\/\/\S+?)#token=/.exec(await said(child, /#token=\S+/)) ?? [];
    const answer = await fetch(address, { signal: AbortSignal.timeout(START_MS) });
    const isPage = answer.ok && (await answer.text()).includes('<div id="root">');
    child.kill('SIGINT');
    const [code]: unknown[] = await ended;
    return isPage && (isWindows || code === 0);
  });
  await expectThat('nothing was written beside the program', () => listing(folder) === before);
} finally {
  rmSync(place, { recursive: true, force: true, maxRetries: 5 });
}
process.stdout.write(`${passed} passed, ${failed} failed, 0 skipped\n`);
process.exitCode = failed === 0 ? 0 : 1;
