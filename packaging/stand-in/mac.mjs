// Makes a stand-in for Electron on macOS: the skeleton of its bundle, with fuses, and no code.
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { FUSE_WIRE, LANGUAGES } from './fuse-wire.mjs';

const FRAMEWORK = 'Frameworks/Electron Framework.framework/Versions/A';
const HELPERS = ['', ' (GPU)', ' (Plugin)', ' (Renderer)'];

const propertyList = (values) => `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0"><dict>
${Object.entries(values)
  .map(([key, value]) => `<key>${key}</key><string>${value}</string>`)
  .join('\n')}
</dict></plist>
`;

/** Fills `folder` with what electron-builder expects of Electron for macOS. */
export function makeMacElectron(folder, version) {
  const file = (name, content) => {
    const path = join(folder, 'Electron.app', 'Contents', ...name.split('/'));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    return path;
  };
  const program = (name, content) => chmodSync(file(name, content), 0o755);
  const info = (name) => ({ CFBundleExecutable: name, CFBundleName: name, CFBundleVersion: version });
  file('Info.plist', propertyList({ ...info('Electron'), CFBundleIconFile: 'electron.icns' }));
  file('Resources/electron.icns', '');
  program('MacOS/Electron', '');
  program(`${FRAMEWORK}/Electron Framework`, FUSE_WIRE);
  const framework = join(folder, 'Electron.app', 'Contents', FRAMEWORK, '..', '..');
  symlinkSync('A', join(framework, 'Versions', 'Current'));
  symlinkSync('Versions/Current/Electron Framework', join(framework, 'Electron Framework'));
  for (const kind of HELPERS) {
    const name = `Electron Helper${kind}`;
    file(`Frameworks/${name}.app/Contents/Info.plist`, propertyList(info(name)));
    program(`Frameworks/${name}.app/Contents/MacOS/${name}`, '');
  }
  for (const language of LANGUAGES) {
    const folderName = `${language.replace('-', '_').replace('en_US', 'en')}.lproj`;
    file(`${FRAMEWORK}/Resources/${folderName}/locale.pak`, '');
    file(`Resources/${folderName}/locale.pak`, '');
  }
  for (const name of ['LICENSE', 'LICENSES.chromium.html', 'version'])
    writeFileSync(join(folder, name), name === 'version' ? version : 'stand-in');
}
