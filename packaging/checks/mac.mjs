// The program for macOS, read and not started.
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { root } from '../../scripts/setup.mjs';

const plist = createRequire(join(root, 'node_modules', 'app-builder-lib', 'package.json'))('plist');

/** What is wrong with what a bundle says of itself. */
export function bundleProblems(bundle, version) {
  const contents = join(bundle, 'Contents');
  const info = plist.parse(readFileSync(join(contents, 'Info.plist'), 'utf8'));
  const wanted = {
    CFBundleIdentifier: 'footbridge',
    CFBundleName: 'Footbridge',
    CFBundleShortVersionString: version,
    LSMinimumSystemVersion: '13.0',
  };
  const schemes = (info.CFBundleURLTypes ?? []).flatMap((type) => type.CFBundleURLSchemes);
  const languages = readdirSync(join(contents, 'Resources')).filter((name) => name.endsWith('.lproj'));
  return [
    ...Object.entries(wanted)
      .filter(([key, value]) => info[key] !== value)
      .map(([key, value]) => `${key} is ${info[key]}, not ${value}`),
    ...(schemes.includes('footbridge') ? [] : ['footbridge:// is not registered']),
    ...(info.ElectronAsarIntegrity?.['Resources/app.asar']?.algorithm === 'SHA256'
      ? []
      : ['no seal of app.asar']),
    ...['NSCameraUsageDescription', 'NSMicrophoneUsageDescription']
      .filter((key) => !String(info[key]).includes('messenger'))
      .map((key) => `does not say why: ${key}`),
    ...(languages.includes('ru.lproj') && !languages.includes('de.lproj') ? [] : ['languages are not ours']),
  ];
}
