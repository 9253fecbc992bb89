// Installs, starts, upgrades and removes packages on a Debian that is thrown away: see life/root.sh.
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { find } from '../tools.mjs';

const NEEDS = [
  ...['apt-get', 'dpkg-deb', 'unshare', 'pivot_root', 'runuser', 'useradd', 'pgrep'],
  ...['dbus-run-session', 'gsettings', 'dconf', 'xdg-mime', 'update-desktop-database'],
];
const NAMESPACES = ['--mount', '--pid', '--net', '--fork', '--mount-proc', '--kill-child'];
/** Seconds after which something hangs. */
const MOST_SECONDS = 120;

function run(command, args) {
  const { status } = spawnSync(command, args, { stdio: ['ignore', 2, 2] });
  if (status !== 0) throw new Error(`${command} ended with ${status}`);
}

/** Why that cannot be done here, in words; null where it can. */
export function whyNoLife() {
  if (!existsSync('/etc/debian_version') || process.getuid?.() !== 0) return 'it needs Debian and root';
  const missing = NEEDS.filter((name) => find(name) === undefined);
  if (missing.length > 0) return `not installed here: ${missing.join(', ')}`;
  // A container may be root and still not be allowed to.
  const { status } = spawnSync('unshare', [...NAMESPACES, 'true'], { stdio: 'ignore' });
  const hasOverlay = /\boverlay$/m.test(readFileSync('/proc/filesystems', 'utf8'));
  return status === 0 && hasOverlay ? null : 'it may make no namespaces or no overlay here';
}

/** A deb in whose name what this Debian lacks is there: without Electron nobody calls it. Says what that is. */
function dependsDeb(report, deb, folder) {
  const { stdout } = spawnSync('dpkg-deb', ['-f', deb, 'Depends'], { encoding: 'utf8' });
  const isThere = (name) => {
    const known = spawnSync('dpkg', ['--status', name], { encoding: 'utf8' });
    return known.stdout?.includes('Status: install ok installed');
  };
  const provides = stdout
    .trim()
    .split(/,\s*/)
    .filter((name) => !isThere(name))
    .join(', ');
  if (provides !== '') report.say(`not on this Debian, there in name only: ${provides}`);
  const fields = [
    'Package: footbridge-check-depends',
    'Version: 1',
    'Architecture: all',
    'Maintainer: check',
  ];
  if (provides !== '') fields.push(`Provides: ${provides}`);
  const tree = join(folder, 'depends');
  mkdirSync(join(tree, 'DEBIAN'), { recursive: true });
  writeFileSync(join(tree, 'DEBIAN', 'control'), [...fields, 'Description: check', ''].join('\n'));
  run('dpkg-deb', ['-Znone', '--build', tree, join(folder, 'depends.deb')]);
}

/** The same deb as an older version. */
function olderDeb(deb, folder) {
  const tree = join(folder, 'old');
  run('dpkg-deb', ['-R', deb, tree]);
  const control = join(tree, 'DEBIAN', 'control');
  writeFileSync(control, readFileSync(control, 'utf8').replace(/^Version: .*$/m, 'Version: 0.0.1'));
  run('dpkg-deb', ['--root-owner-group', '-Znone', '--build', tree, join(folder, 'old.deb')]);
}

async function happens(report, kind, folder) {
  const script = join(import.meta.dirname, 'life', 'root.sh');
  const { status, stdout } = spawnSync('unshare', [...NAMESPACES, 'sh', script, kind, folder], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 2],
    timeout: MOST_SECONDS * 1000,
    killSignal: 'SIGKILL',
  });
  for (const [, isBad, what] of (stdout ?? '').matchAll(/^(NOT )?(?:ok|OK): (.+)$/gm))
    await report.expect(`${kind}: ${what}`, isBad === undefined ? [] : ['what was seen stands above']);
  if (status !== 0) await report.expect(`${kind}: to its end`, [`the script ended with ${status}`]);
}

/** Looks at the whole life of each package; `folder`: an empty one of ours. */
export async function packageLife(report, packages, folder) {
  const [deb] = packages.filter((path) => path.endsWith('.deb'));
  const [rpm] = packages.filter((path) => path.endsWith('.rpm'));
  const unpacked = packages.filter((path) => path !== deb && path !== rpm);
  for (const [kind, paths] of Object.entries({ deb: [deb], rpm: [rpm], unpacked })) {
    const own = join(folder, kind);
    mkdirSync(own);
    const given = paths.filter((path) => path !== undefined);
    for (const path of given) copyFileSync(path, join(own, kind === 'deb' ? 'new.deb' : basename(path)));
    if (given.length === 0) continue;
    if (kind === 'deb') {
      dependsDeb(report, deb, own);
      olderDeb(deb, own);
    }
    await happens(report, kind, own);
  }
}
