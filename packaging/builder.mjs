// Runs electron-builder, offline, with the yml that a release uses.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../scripts/setup.mjs';

/** A deb and an rpm name a page. Where there is no repository to take it from, this says that there is none. */
const NO_PAGE = 'https://footbridge.invalid/';

const read = (...path) => JSON.parse(readFileSync(join(root, ...path), 'utf8'));

/** The version of Electron that the lock file names. */
export const electronVersion = () => read('node_modules', 'electron', 'package.json').version;
/** Ours. */
export const version = () => read('package.json').version;
/** How a stand-in for Electron's packages gets its page; a release takes that of its repository. */
export const withoutPage = `-c.extraMetadata.homepage=${NO_PAGE}`;

/**
 * Makes packages of what lies in dist. `words`: of electron-builder's command line, such as `--linux deb`; `electron`: a
 * folder with Electron unpacked; `output`: where to; `tools`: environment, see tools.mjs. Throws where it does not end well.
 */
export function pack({ words, electron, output, tools }) {
  const cli = join(root, 'node_modules', 'electron-builder', 'cli.js');
  const { status } = spawnSync(
    process.execPath,
    [cli, ...words, `-c.electronDist=${electron}`, `-c.directories.output=${output}`, withoutPage],
    {
      cwd: root,
      stdio: ['ignore', 2, 2],
      env: {
        ...process.env,
        ELECTRON_BUILDER_OFFLINE: 'true',
        NO_UPDATE_NOTIFIER: '1',
        // Fixed times, so that the same files make the same package.
        SOURCE_DATE_EPOCH: sourceDate(),
        ...tools,
      },
    },
  );
  if (status !== 0) throw new Error(`electron-builder ${words.join(' ')} ended with ${status}`);
}

/** Seconds since 1970 of the commit that is packaged; of the environment where that says so. */
function sourceDate() {
  const { stdout } = spawnSync('git', ['log', '-1', '--format=%ct'], { cwd: root, encoding: 'utf8' });
  return process.env.SOURCE_DATE_EPOCH ?? (stdout?.trim() || '0');
}
