import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What rpm takes for words of its own. */
const plain = (text) => text.replaceAll('%', '%%');

/** The files of a package, and the folders that are its alone: those below `owned`. */
function listed(tree, owned) {
  const entries = readdirSync(tree, { recursive: true, withFileTypes: true }).map((entry) => ({
    path: join(entry.parentPath, entry.name).slice(tree.length),
    isFolder: entry.isDirectory(),
  }));
  const isOurs = (path) => path === owned || path.startsWith(`${owned}/`);
  return entries
    .filter(({ path, isFolder }) => !isFolder || isOurs(path))
    .map(({ path, isFolder }) => `${isFolder ? '%dir ' : ''}"${path}"`)
    .sort();
}

/** Makes an rpm of `tree` by fpm's options; throws where rpmbuild does. */
export function writeRpm(options, tree) {
  const top = mkdtempSync(join(tmpdir(), 'footbridge-rpm-'));
  const script = (section, file) => `${section}\n${plain(readFileSync(file, 'utf8'))}`;
  const spec = [
    '%define _build_id_links none',
    '%define __os_install_post %{nil}',
    // The libraries are Electron's own; what the system has to bring is named.
    'AutoReqProv: no',
    `Name: ${options.name}`,
    `Version: ${options.version}`,
    'Release: 1',
    `Summary: ${plain(options['rpm-summary'] ?? options.description)}`,
    `License: ${options.license}`,
    `Vendor: ${options.vendor}`,
    `URL: ${options.url}`,
    ...options.depends.map((name) => `Requires: ${name}`),
    `%description\n${plain(options.description)}`,
    script('%post', options['after-install']),
    script('%preun', options['before-remove']),
    script('%postun', options['after-remove']),
    '%files',
    '%defattr(-,root,root,-)',
    ...listed(tree, options.directories),
    '',
  ].join('\n');
  try {
    writeFileSync(join(top, 'footbridge.spec'), spec);
    const words = ['-bb', '--quiet', '--buildroot', join(top, 'root'), '--define', `_topdir ${top}`];
    words.push('--target', options.architecture, join(top, 'footbridge.spec'));
    renameSync(tree, join(top, 'root'));
    const { status } = spawnSync('rpmbuild', words, { stdio: ['ignore', 'ignore', 'inherit'] });
    if (status !== 0) throw new Error(`rpmbuild ended with ${status}`);
    const made = readdirSync(join(top, 'RPMS', options.architecture)).map((name) =>
      join(top, 'RPMS', options.architecture, name),
    );
    if (made[0] !== undefined) writeFileSync(options.package, readFileSync(made[0]));
  } finally {
    rmSync(top, { recursive: true, force: true });
  }
}
