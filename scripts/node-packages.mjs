// Fetches the npm packages that carry Node's binaries, as they are: nothing of them is installed or run.
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { npm, root } from './setup.mjs';

/** Puts them into .cache/node-packages; `only` as in `linux-x64,windows-x64`. Whoever unpacks one checks it against the list. */
export function fetchNodePackages(only) {
  const { version, license, packages } = JSON.parse(
    readFileSync(join(root, 'packaging', 'portable', 'node-release.json'), 'utf8'),
  );
  const folder = join(root, '.cache', 'node-packages');
  mkdirSync(folder, { recursive: true });
  for (const [target, { name }] of Object.entries(packages)) {
    if (only !== undefined && ![license, ...only.split(',')].includes(target)) continue;
    if (existsSync(join(folder, `${name}-${version}.tgz`))) continue;
    process.stderr.write(`Fetching ${name} ${version} …\n`);
    const words = ['pack', `${name}@${version}`, '--ignore-scripts', '--silent'];
    const { status } = npm([...words, '--pack-destination', folder]);
    if (status !== 0) throw new Error(`npm pack ${name}@${version} failed; is the npm registry reachable?`);
  }
}
