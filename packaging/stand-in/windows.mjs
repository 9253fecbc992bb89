// Makes a stand-in for Electron on Windows: a program file that holds resources and fuses, and no code.
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { root } from '../../scripts/setup.mjs';
import { FUSE_WIRE, LANGUAGES } from './fuse-wire.mjs';

/** What electron-builder itself reads and writes resources with. */
export const resedit = createRequire(join(root, 'node_modules', 'app-builder-lib', 'package.json'))(
  'resedit',
);
const ENGLISH = { lang: 1033, codepage: 1200 };

function program() {
  const executable = resedit.NtExecutable.createEmpty(false, false);
  const resources = resedit.NtExecutableResource.from(executable);
  const version = resedit.Resource.VersionInfo.createEmpty();
  version.setStringValues(ENGLISH, { ProductName: 'Electron' });
  version.outputToResourceEntries(resources.entries);
  resources.outputResource(executable);
  executable.setExtraData(new Uint8Array(FUSE_WIRE).buffer);
  return Buffer.from(executable.generate());
}

/** Fills `folder` with what electron-builder expects of Electron for Windows. */
export function makeWindowsElectron(folder, version) {
  mkdirSync(join(folder, 'locales'), { recursive: true });
  mkdirSync(join(folder, 'resources'), { recursive: true });
  writeFileSync(join(folder, 'electron.exe'), program());
  writeFileSync(join(folder, 'version'), version);
  for (const name of ['LICENSE', 'LICENSES.chromium.html']) writeFileSync(join(folder, name), 'stand-in');
  for (const language of LANGUAGES) writeFileSync(join(folder, 'locales', `${language}.pak`), '');
}
