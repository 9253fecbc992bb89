// Makes a stand-in for Electron on Linux: a script that runs the packaged program's own code under Node, as far as its window.
import { chmodSync, copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FUSE_WIRE, LANGUAGES } from './fuse-wire.mjs';

/** Fills `folder` with what electron-builder expects of Electron for Linux. */
export function makeLinuxElectron(folder, version) {
  const file = (name, content) => writeFileSync(join(folder, name), content);
  mkdirSync(join(folder, 'locales'), { recursive: true });
  mkdirSync(join(folder, 'resources'), { recursive: true });
  // The name it was started by is how its processes are told apart, as with the real one.
  const script = [
    '#!/bin/bash',
    `exec -a "$0" "${process.execPath}" "$(dirname "$(readlink -f "$0")")/runtime.cjs" "$@"`,
    '',
  ].join('\n');
  file('electron', Buffer.concat([Buffer.from(script), FUSE_WIRE]));
  for (const name of ['runtime.cjs', 'parent-port.cjs'])
    copyFileSync(join(import.meta.dirname, name), join(folder, name));
  file('chrome-sandbox', '');
  for (const name of ['electron', 'chrome-sandbox']) chmodSync(join(folder, name), 0o755);
  file('version', version);
  file('LICENSE', 'stand-in');
  file('LICENSES.chromium.html', 'stand-in');
  for (const language of LANGUAGES) file(join('locales', `${language}.pak`), '');
}
