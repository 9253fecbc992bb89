// Runs our part of the Windows installer and uninstaller under wine.
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../scripts/setup.mjs';
import { find } from '../tools.mjs';

/** Where Debian's wine64 has its programs. */
const WINE = '/usr/lib/wine';
/** Seconds that a program may take; wine makes its folder first. */
const MOST_SECONDS = 120;
/** What an installer ends with that gave up by itself. */
const QUIT = 2;
const CLASS = 'HKCU\\Software\\Classes\\footbridge';
const RUN = 'HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Run';

/** Why that cannot be done here, in words; null where it can. */
export const whyNoWine = () =>
  existsSync(join(WINE, 'wine64')) && find('makensis') !== undefined ? null : 'it needs wine64 and makensis';

/** What is wrong with what it does; `folder`: an empty one of ours. */
export function installerRuns(folder) {
  const prefix = join(folder, 'wine');
  const env = {
    ...process.env,
    WINEPREFIX: prefix,
    LC_ALL: 'C.UTF-8',
    WINEDEBUG: '-all',
    WINEDLLOVERRIDES: 'winemenubuilder.exe=d',
  };
  const run = (command, args) =>
    spawnSync(command, args, { cwd: folder, env, encoding: 'utf8', timeout: MOST_SECONDS * 1000 });
  const wine = (...args) => run(join(WINE, 'wine64'), args);
  for (const name of ['program.nsi', 'setup.nsi']) {
    copyFileSync(join(import.meta.dirname, 'wine', name), join(folder, name));
    const include = join(root, 'packaging', 'windows', 'installer.nsh');
    const { status, stdout } = run('makensis', [
      '-WX',
      '-V2',
      '-INPUTCHARSET',
      'UTF8',
      `-DINCLUDED=${include}`,
      name,
    ]);
    if (status !== 0) return [`makensis does not compile ${name}: ${stdout}`];
  }
  const program = join(prefix, 'drive_c', 'Мой мост');
  const knows = (...words) => wine('reg', 'query', ...words).status === 0;
  const problems = [];
  const expect = (what, isSo) => {
    if (!isSo) problems.push(`not so: ${what}`);
  };
  const windows = (name) => wine('reg', 'add', 'HKCU\\Software\\Wine', '/v', 'Version', '/d', name, '/f');
  const install = () => wine('footbridge-install.exe', '/S').status;
  windows('win7');
  expect('an older Windows is refused', install() === QUIT && !existsSync(program));
  windows('win10');
  expect('the installer ends well', install() === 0);
  expect('the program is there', existsSync(join(program, 'Footbridge.exe')));
  const opens = wine('reg', 'query', `${CLASS}\\shell\\open\\command`, '/ve').stdout ?? '';
  expect('a link to an invitation opens the program', opens.includes('Footbridge.exe" "%1"'));
  wine('reg', 'add', RUN, '/v', 'footbridge', '/d', 'C:\\Footbridge.exe', '/f');
  expect(
    'the uninstaller ends well',
    wine('C:\\Мой мост\\uninstall.exe', '/S', '_?=C:\\Мой мост').status === 0,
  );
  const said = join(program, 'started-with.txt');
  expect(
    'it had the settings put back',
    existsSync(said) && readFileSync(said, 'latin1').endsWith('--restore'),
  );
  expect('the program is gone', !existsSync(join(program, 'Footbridge.exe')));
  expect('no link leads to it', !knows(CLASS));
  expect('it does not start at login', !knows(RUN, '/v', 'footbridge'));
  run(join(WINE, 'wineserver'), ['-k']);
  return problems;
}
