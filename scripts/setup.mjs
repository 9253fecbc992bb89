// Makes a fresh clone ready with nothing but Node: installs the locked packages when they are missing or stale.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const stamp = join(root, 'node_modules', '.footbridge-lock');

/** Throws with a sentence for people when this Node is older than package.json's `engines`. */
function requireNode(minimum) {
  const [major, minor] = process.versions.node.split('.').map(Number);
  const [wantMajor, wantMinor] = minimum.split('.').map(Number);
  if (major > wantMajor || (major === wantMajor && minor >= wantMinor)) return;
  throw new Error(`Footbridge needs Node ${minimum} or newer; this is ${process.versions.node}.`);
}

/** Runs npm with the same Node, on every system, inside the project. */
export function npm(args, options = {}) {
  const cli = process.env.npm_execpath;
  const [command, rest] = cli?.endsWith('.js') ? [process.execPath, [cli, ...args]] : ['npm', args];
  return spawnSync(command, rest, {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32' && command === 'npm',
    ...options,
  });
}

/** Installs what package-lock.json names unless exactly that is already there. */
export function setUp() {
  requireNode('20.19');
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  process.stderr.write('Setting up (once): installing the locked packages …\n');
  const { status, error } = npm(['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  if (status !== 0)
    throw new Error(`npm ci failed (${error?.message ?? `exit ${status}`}); is the npm registry reachable?`);
  writeFileSync(stamp, lock);
}

/** Installs the real servers that tests run against, where that is possible; what stays missing is named by each test. `more`: further `command:package`. */
export function installTestPackages(...more) {
  if (process.platform !== 'linux') return;
  spawnSync('sh', [join(root, 'scripts', 'install-lab-packages.sh'), ...more], { stdio: ['ignore', 2, 2] });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) setUp();
