// The tools that electron-builder would download, from the system's packages, and stand-ins for what no package has.
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, join } from 'node:path';
import { root } from '../scripts/setup.mjs';
import { makeNsisPlugins } from './stand-in/nsis-plugins.mjs';

const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin'];

/** The path of a program, or undefined. */
export const find = (name) => folders.map((folder) => join(folder, name)).find((path) => existsSync(path));

/** `mksquashfs` of the system, and a runtime that unpacks instead of mounting: it needs `unsquashfs`. */
function appImageTools(folder) {
  mkdirSync(join(folder, 'runtimes'), { recursive: true });
  mkdirSync(join(folder, 'lib', 'x64'), { recursive: true });
  symlinkSync(find('mksquashfs') ?? '/nonexistent', join(folder, 'mksquashfs'));
  symlinkSync(find('desktop-file-validate') ?? '/bin/true', join(folder, 'desktop-file-validate'));
  const text = readFileSync(join(import.meta.dirname, 'stand-in', 'appimage-runtime.sh'), 'utf8');
  // Where the file system begins is a number in the script itself.
  writeFileSync(join(folder, 'runtimes', 'runtime-x64'), text.padEnd(4096, '\n'));
}

/** `makensis` of the system, plug-ins that can be named and not run, and a `wine` that leaves a place for the uninstaller. */
function nsisTools(folder) {
  mkdirSync(join(folder, 'bin'), { recursive: true });
  symlinkSync(find('makensis') ?? '/nonexistent', join(folder, 'makensis'));
  makeNsisPlugins(join(folder, 'plugins', 'x86-unicode'));
  const wine = join(folder, 'bin', 'wine');
  copyFileSync(join(import.meta.dirname, 'stand-in', 'wine.sh'), wine);
  chmodSync(wine, 0o755);
}

/** Fills `folder` and returns the environment that makes electron-builder use what is there. */
export function makeTools(folder) {
  const appImage = join(folder, 'appimage');
  const nsis = join(folder, 'nsis');
  appImageTools(appImage);
  nsisTools(nsis);
  return {
    CUSTOM_FPM_PATH: join(root, 'packaging', 'fpm.mjs'),
    ELECTRON_BUILDER_7ZIP_PATH: find('7za') ?? '/nonexistent',
    APPIMAGE_TOOLS_PATH: appImage,
    ELECTRON_BUILDER_NSIS_DIR: nsis,
    ELECTRON_BUILDER_NSIS_RESOURCES_DIR: nsis,
    PATH: [join(nsis, 'bin'), process.env.PATH, '/usr/sbin'].join(delimiter),
  };
}
