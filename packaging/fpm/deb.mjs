import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Makes a deb of `tree` by fpm's options; throws where dpkg-deb does. */
export function writeDeb(options, tree) {
  const { stdout } = spawnSync('du', ['-sk', '--apparent-size', tree], { encoding: 'utf8' });
  const control = join(tree, 'DEBIAN');
  mkdirSync(control);
  const fields = {
    Package: options.name,
    Version: options.version,
    License: options.license,
    Vendor: options.vendor,
    Architecture: options.architecture,
    Maintainer: options.maintainer,
    'Installed-Size': Number.parseInt(stdout, 10),
    Depends: options.depends.join(', '),
    Recommends: options['deb-recommends'],
    Section: 'net',
    Priority: options['deb-priority'],
    Homepage: options.url,
    Description: options.description,
  };
  const lines = Object.entries(fields)
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([name, value]) => `${name}: ${value}\n`);
  writeFileSync(join(control, 'control'), lines.join(''));
  const scripts = {
    postinst: options['after-install'],
    prerm: options['before-remove'],
    postrm: options['after-remove'],
  };
  for (const [name, file] of Object.entries(scripts)) {
    copyFileSync(file, join(control, name));
    chmodSync(join(control, name), 0o755);
  }
  rmSync(options.package, { force: true });
  const compression = process.env.FOOTBRIDGE_FAST_DEB === '1' ? 'gzip' : 'xz';
  const { status } = spawnSync(
    'dpkg-deb',
    ['--root-owner-group', `-Z${compression}`, '--build', tree, options.package],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  if (status !== 0) throw new Error(`dpkg-deb ended with ${status}`);
}
