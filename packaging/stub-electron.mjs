// Makes a stand-in for an unpacked Electron, so that packaging can be tried without the real one. It runs nothing.
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** By this electron finds its fuses in the binary; then the version of the wire, its length, and eight unset fuses. */
const FUSE_WIRE = Buffer.concat([
  Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX', 'latin1'),
  Buffer.from([1, 8]),
  Buffer.from('01101000', 'latin1'),
]);

/** More than we keep, so that leaving out is tried too. */
const LANGUAGES = ['ar', 'de', 'en-US', 'es', 'fa', 'fr', 'id', 'pt-BR', 'ru', 'sw', 'tr', 'zh-CN'];

/** Fills `folder` with what electron-builder expects of Electron for Linux. */
export function makeStubElectron(folder, version) {
  const file = (name, content) => writeFileSync(join(folder, name), content);
  mkdirSync(join(folder, 'locales'), { recursive: true });
  mkdirSync(join(folder, 'resources'), { recursive: true });
  file('electron', Buffer.concat([Buffer.from('#!/bin/sh\nexit 1\n'), FUSE_WIRE]));
  file('chrome-sandbox', '');
  for (const name of ['electron', 'chrome-sandbox']) chmodSync(join(folder, name), 0o755);
  file('version', version);
  file('LICENSE', 'stand-in');
  file('LICENSES.chromium.html', 'stand-in');
  for (const language of LANGUAGES) file(join('locales', `${language}.pak`), '');
}
