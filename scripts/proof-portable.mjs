// `npm run proof:portable`: the portable folders for Linux and Windows with Node inside, made twice in two places, and used in a
// censored network as somebody has them who may not install anything (e2e/portable). Wants Linux on x64, root, and for Windows'
// wine64 and unzip.
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './child.mjs';
import { root, setUp } from './setup.mjs';

const out = join(root, '.cache', 'portable-proof');
const ONLY = ['--only', 'linux-x64,windows-x64'];

async function succeed(what, words, env) {
  const { code } = await run(process.execPath, words, env);
  if (code !== 0) throw new Error(`${what}: exit code ${code}`);
}

/** The same sources elsewhere, under a name and at a depth of their own; what they need is installed there anew. */
function secondPlace() {
  const place = join(mkdtempSync(join(tmpdir(), 'footbridge-again-')), 'a second place');
  const isLeftOut = (path) =>
    /[\\/](?:node_modules|dist|release|\.git|\.cache)$/.test(path.slice(root.length));
  cpSync(root, place, { recursive: true, filter: (path) => !isLeftOut(path) });
  cpSync(join(root, '.cache', 'node-packages'), join(place, '.cache', 'node-packages'), { recursive: true });
  return place;
}

try {
  setUp();
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  await succeed('making it', [join(root, 'scripts', 'portable.mjs'), ...ONLY, '--out', join(out, 'first')]);
  const place = secondPlace();
  try {
    const again = join(place, 'scripts', 'portable.mjs');
    await succeed('making it again', [again, ...ONLY, '--out', join(out, 'second')]);
  } finally {
    rmSync(join(place, '..'), { recursive: true, force: true });
  }
  const [first, second] = ['first', 'second'].map((name) =>
    readFileSync(join(out, name, 'SHA256SUMS'), 'utf8'),
  );
  if (first !== second) throw new Error('two builds of the same sources differ');
  process.stdout.write(`The same in two places:\n${first}`);
  const [linux, windows] = first.match(/Footbridge\S+/g).map((name) => join(out, 'first', name));
  const playwright = join(root, 'node_modules', '@playwright', 'test', 'cli.js');
  const test = [process.execPath, playwright, 'test', '-c', 'e2e', 'e2e/portable'];
  const report = join(out, 'report.json');
  await succeed('using it', [join(root, 'scripts', 'lab.mjs'), 'sni-reset', '--visit', ...test], {
    FOOTBRIDGE_PORTABLE: linux,
    FOOTBRIDGE_PORTABLE_WINDOWS: windows,
    FOOTBRIDGE_E2E_REPORT: report,
  });
  if (!existsSync(report)) throw new Error('the lab cannot run here');
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
