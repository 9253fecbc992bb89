// `npm run e2e [-- --plain | name …]`: the screens as a person uses them, in Debian's Chromium. Specs in e2e/lab/<scenario>.spec.ts run
// at the client's end of that censored network; those in e2e/ need none, and --plain runs all of
// these. Ends with one line of totals.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { buildElectron, buildWeb } from './build.mjs';
import { buildDouble } from './build-double.mjs';
import { buildGallery } from './build-renderer.mjs';
import { run } from './child.mjs';
import { installTestPackages, root, setUp } from './setup.mjs';

const playwright = join(root, 'node_modules', '@playwright', 'test', 'cli.js');
const folder = join(root, '.cache', 'e2e');
/** Measures how soon something is painted: nothing else may run then. */
const ALONE = 'web-shell';
const totals = { passed: 0, failed: 0, skipped: 0 };
const notes = [];

const names = (path) =>
  existsSync(path)
    ? readdirSync(path)
        .filter((file) => file.endsWith('.spec.ts'))
        .map((file) => file.replace('.spec.ts', ''))
    : [];

/** Of what may be coloured. */
const firstLine = (text) => stripVTControlCharacters(text ?? 'no reason').split('\n')[0];

/** Counts what Playwright reports; a run that died without a report has failed. */
function count(report, code, name) {
  if (!existsSync(report)) {
    process.stdout.write(`${name}: no report, exit code ${code}\n`);
    totals.failed += 1;
    return;
  }
  const { stats, suites, errors } = JSON.parse(readFileSync(report, 'utf8'));
  totals.passed += stats.expected + stats.flaky;
  totals.failed += stats.unexpected + (stats.unexpected === 0 && (code !== 0 || errors.length > 0) ? 1 : 0);
  totals.skipped += stats.skipped;
  const walk = (suite) => {
    for (const spec of suite.specs ?? [])
      for (const { status, annotations, results } of spec.tests)
        if (status === 'skipped')
          notes.push(
            `skipped: ${spec.title}: ${annotations.map(({ description }) => description).join('; ') || 'no reason'}`,
          );
        else if (status === 'flaky')
          notes.push(
            `passed only at the second try: ${spec.title}: ${firstLine(results[0]?.error?.message)}`,
          );
    for (const inner of suite.suites ?? []) walk(inner);
  };
  for (const suite of suites) walk(suite);
}

setUp();
installTestPackages();
const wanted = process.argv.slice(2).filter((word) => word !== '--plain');
const isPlain = process.argv.includes('--plain');
const isWanted = (name) => wanted.length === 0 || wanted.includes(name);
const plain = names(join(root, 'e2e')).filter(isWanted);
const scenarios = isPlain ? [] : names(join(root, 'e2e', 'lab')).filter((name) => isWanted(`lab/${name}`));

/** Playwright's words for some specs: whole files side by side, or every test. What fails by chance is tried again, and named. */
const words = (specs, ...more) => [playwright, 'test', '-c', 'e2e', '--retries=1', ...specs, ...more];

/** Runs specs that need no censored network; `name` is that of their report. */
async function runPlain(name, specs, workers) {
  if (specs.length === 0) return;
  const report = join(folder, `${name}.json`);
  rmSync(report, { force: true });
  const files = specs.map((spec) => `e2e/${spec}.spec.ts`);
  const { code } = await run(process.execPath, words(files, `--workers=${workers}`), environment(report));
  count(report, code, 'e2e');
}

/** Runs a spec at the client's end of the network it is named after. */
async function runInLab(scenario) {
  const report = join(folder, `${scenario}.json`);
  rmSync(report, { force: true });
  process.stdout.write(`in the network "${scenario}":\n`);
  const specs = [`e2e/lab/${scenario}.spec.ts`];
  const test = [process.execPath, ...words(specs, '--workers=2', '--fully-parallel')];
  const lab = [join(root, 'scripts', 'lab.mjs'), scenario, '--visit', ...test];
  const { code } = await run(process.execPath, lab, { ...environment(report), ...noCommandLine });
  if (code === 0 && !existsSync(report)) {
    totals.skipped += 1;
    notes.push(`skipped: e2e in the network "${scenario}": the lab cannot run here`);
  } else count(report, code, scenario);
}

/** What tests and browsers leave lying about is gone with this. */
const scratch = mkdtempSync(join(tmpdir(), 'footbridge-e2e-'));
process.once('exit', () => rmSync(scratch, { recursive: true, force: true, maxRetries: 5 }));
const environment = (report) => ({ FOOTBRIDGE_E2E_REPORT: report, TMPDIR: scratch });
/** The lab need not build the command line: nobody runs it here. */
const noCommandLine = { FOOTBRIDGE_BIN: 'none' };

/** Some browsers open a window when they are asked for their version: one that was named must simply be there. */
function hasChromium() {
  const named = process.env.FOOTBRIDGE_CHROMIUM;
  if (named === undefined) return spawnSync('chromium', ['--version']).status === 0;
  if (!existsSync(named)) throw new Error(`FOOTBRIDGE_CHROMIUM names nothing: ${named}`);
  return true;
}

if (hasChromium()) {
  await Promise.all([buildElectron(), buildWeb(), buildDouble(), buildGallery()]);
  mkdirSync(folder, { recursive: true });
  await runPlain(
    'plain',
    plain.filter((name) => name !== ALONE),
    2,
  );
  await runPlain(
    'alone',
    plain.filter((name) => name === ALONE),
    1,
  );
  for (const scenario of scenarios) await runInLab(scenario);
} else {
  for (const name of [...plain, ...scenarios.map((scenario) => `lab/${scenario}`)]) {
    totals.skipped += 1;
    notes.push(
      `skipped: e2e ${name}: there is no chromium (Debian's package; scripts/install-lab-packages.sh)`,
    );
  }
}
for (const note of notes) process.stdout.write(`${note}\n`);
process.stdout.write(`${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped\n`);
process.exit(totals.failed === 0 ? 0 : 1);
