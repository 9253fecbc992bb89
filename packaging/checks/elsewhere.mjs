// Builds the same files once more: in another folder, with another name, in another time zone.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../scripts/setup.mjs';
import { electronVersion, withoutPage } from '../builder.mjs';
import { makeLinuxElectron } from '../stand-in/linux.mjs';

/** What of the project git knows or would know, as it is now. */
const COPY =
  'git -C "$1" ls-files -z --cached --others --exclude-standard | tar -C "$1" --null --ignore-failed-read -cf - -T - | tar -xf -';

/** What differs from `archive` when the same files are built in `folder`, an empty one of ours. */
export function builtElsewhere(archive, folder) {
  const project = join(folder, 'Другая папка');
  const electron = join(folder, 'electron');
  const run = (command, args) => {
    const env = { ...process.env, TZ: 'Asia/Kathmandu', LC_ALL: 'C', ELECTRON_BUILDER_OFFLINE: 'true' };
    const { status } = spawnSync(command, args, { cwd: project, env, stdio: ['ignore', 2, 2] });
    if (status !== 0) throw new Error(`${command} ended with ${status}`);
  };
  mkdirSync(project);
  mkdirSync(electron);
  makeLinuxElectron(electron, electronVersion());
  run('sh', ['-c', COPY, '-', root]);
  symlinkSync(join(root, 'node_modules'), join(project, 'node_modules'));
  run(process.execPath, ['scripts/build.mjs']);
  run(process.execPath, ['scripts/build-renderer.mjs']);
  const builder = join('node_modules', 'electron-builder', 'cli.js');
  const output = join(folder, 'out');
  run(process.execPath, [
    ...[builder, '--linux', 'dir', `-c.electronDist=${electron}`, `-c.directories.output=${output}`],
    withoutPage,
  ]);
  const other = readFileSync(join(output, 'linux-unpacked', 'resources', 'app.asar'));
  return other.equals(readFileSync(archive)) ? [] : ['the archive differs from the one that was built here'];
}
