import { join } from 'node:path';
import { version } from '../builder.mjs';
import { fuseProblems } from '../checks/fuses.mjs';
import { installerProblems, resourceProblems, zipProblems } from '../checks/windows.mjs';
import { makeWindowsElectron } from '../stand-in/windows.mjs';
import { find } from '../tools.mjs';
import { only } from './work.mjs';

/** Makes the packages for Windows and looks at them; returns the kinds that were made and the folder, or null. */
export async function windowsPackages(work) {
  const { report, config } = work;
  if (find('7za') === undefined) {
    report.skip('windows', 'not installed here: 7za');
    return null;
  }
  const hasNsis = find('makensis') !== undefined;
  if (!hasNsis) report.skip('windows: installer.nsh compiled', 'not installed here: makensis');
  const kinds = hasNsis ? ['zip', 'nsis'] : ['zip'];
  const folder = await work.make('windows', makeWindowsElectron, ['--win', ...kinds]);
  if (folder === null) return null;
  const program = join(folder, 'win-unpacked', 'Footbridge.exe');
  work.archives.push(join(folder, 'win-unpacked', 'resources', 'app.asar'));
  await report.expect('windows: version, icon and seal', () => resourceProblems(program, version()));
  await report.expect('windows: all fuses', () => fuseProblems(program, config.electronFuses));
  await report.expect('windows: the zip', () => zipProblems(report, only(folder, '.zip')));
  if (hasNsis)
    await report.expect('windows: the installer', () => installerProblems(report, only(folder, '.exe')));
  return { folder, kinds };
}
