import { join } from 'node:path';
import { version } from '../builder.mjs';
import { fuseProblems } from '../checks/fuses.mjs';
import { bundleProblems } from '../checks/mac.mjs';
import { makeMacElectron } from '../stand-in/mac.mjs';

/** Makes the program for macOS, of one kind of processor: both in one need a Mac, as the dmg does. Returns its folder, or null. */
export async function macPackage(work) {
  const { report, config } = work;
  const folder = await work.make('mac', makeMacElectron, ['--mac', 'dir', '--x64']);
  if (folder === null) return null;
  const bundle = join(folder, 'mac', 'Footbridge.app');
  work.archives.push(join(bundle, 'Contents', 'Resources', 'app.asar'));
  await report.expect('mac: what the bundle says of itself', () => bundleProblems(bundle, version()));
  await report.expect('mac: all fuses', () => fuseProblems(bundle, config.electronFuses));
  return { folder };
}
