// `npm run pack:check`: packages for Linux, offline and with a stand-in for Electron, and looks at what came out.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { join, posix } from 'node:path';
import asar from '@electron/asar';
import fuses from '@electron/fuses';
import { load } from 'js-yaml';
import { build as vite } from 'vite';
import { buildElectron } from '../scripts/build.mjs';
import { root, setUp } from '../scripts/setup.mjs';
import { makeStubElectron } from './stub-electron.mjs';

/** Ours: the four bundles, the screens, the data. */
const MOST_BYTES = 4.5 * 1024 * 1024;
/** How the wire in the binary says that a fuse is on: an ASCII 1. */
const FUSE_ON = 0x31;
const EXPECTED = [
  /^package\.json$/,
  /^dist\/(main|preload|engine|guard)\.cjs$/,
  /^dist\/renderer\/index\.html$/,
  /^dist\/renderer\/assets\/[\w.-]+\.(js|css|svg|png|woff2)$/,
  /^resources\/[\w-]+\.(json|pem)$/,
  /^resources\/(hellos|messengers)\/[\w-]+\.json$/,
  /^resources\/locales\/[\w-]+\/(about|causes|details|report|shell)\.json$/,
  /^resources\/icons\/app\/256x256\.png$/,
  /^resources\/icons\/tray\/tray[\w@-]*\.png$/,
];
const REQUIRED = [
  'package.json',
  'dist/main.cjs',
  'dist/preload.cjs',
  'dist/engine.cjs',
  'dist/guard.cjs',
  'dist/renderer/index.html',
  'resources/pages.json',
  'resources/messengers/whatsapp.json',
  'resources/block-pages.json',
  'resources/locales/en/shell.json',
  'resources/locales/ru/causes.json',
  'resources/locales/ru/details.json',
  'resources/locales/ru/report.json',
  'resources/locales/fa/about.json',
  'resources/icons/tray/trayTemplate.png',
];

const problems = [];
const read = (...path) => readFileSync(join(root, ...path), 'utf8');
const config = load(read('electron-builder.yml'));

function makePackage(folder) {
  const { version } = JSON.parse(read('node_modules', 'electron', 'package.json'));
  makeStubElectron(join(folder, 'electron'), version);
  const { status } = spawnSync(
    process.execPath,
    [
      join(root, 'node_modules', 'electron-builder', 'cli.js'),
      '--linux',
      'dir',
      `-c.electronDist=${join(folder, 'electron')}`,
      `-c.directories.output=${join(folder, 'out')}`,
    ],
    {
      cwd: root,
      stdio: ['ignore', 2, 2],
      env: { ...process.env, ELECTRON_BUILDER_OFFLINE: 'true', NO_UPDATE_NOTIFIER: '1' },
    },
  );
  if (status !== 0) throw new Error(`electron-builder ended with ${status}`);
  return join(folder, 'out', 'linux-unpacked');
}

function checkContents(archive) {
  const names = asar
    .listPackage(archive, { isPack: false })
    .map((name) => name.replaceAll('\\', '/').slice(1));
  const isFolder = (name) => names.some((other) => posix.dirname(other) === name);
  const files = names.filter((name) => !isFolder(name));
  for (const name of files)
    if (!EXPECTED.some((pattern) => pattern.test(name)))
      problems.push(`not expected in the package: ${name}`);
  for (const name of REQUIRED) if (!files.includes(name)) problems.push(`missing in the package: ${name}`);
  for (const name of files.filter((each) => /\.(cjs|js)$/.test(each)))
    if (/sourceMappingURL|footbridge\.invalid/.test(asar.extractFile(archive, name).toString('latin1')))
      problems.push(`a source map or a test double is in ${name}`);
  checkRequires('dist/preload.cjs', asar.extractFile(archive, 'dist/preload.cjs'), ['electron']);
  for (const name of ['dist/main.cjs', 'dist/engine.cjs'])
    checkRequires(name, asar.extractFile(archive, name), ['electron', ...builtinModules]);
  const { size } = statSync(archive);
  if (size > MOST_BYTES) problems.push(`app.asar has ${size} bytes, more than ${MOST_BYTES}`);
  process.stdout.write(`app.asar: ${files.length} files, ${(size / 1024).toFixed(0)} KiB\n`);
}

/** A preload in its sandbox has Electron and nothing of Node; nobody has node_modules. */
function checkRequires(name, code, allowed) {
  for (const [, module] of code.toString('utf8').matchAll(/\brequire\("([^"]+)"\)/g))
    if (!allowed.includes(module.replace(/^node:/, ''))) problems.push(`${name} needs ${module}`);
}

async function checkFuses(binary) {
  const wire = await fuses.getCurrentFuseWire(binary);
  for (const [name, wanted] of Object.entries(config.electronFuses)) {
    const option = fuses.FuseV1Options[name.slice(0, 1).toUpperCase() + name.slice(1)];
    const state = wire[option] === FUSE_ON;
    if (option === undefined || state !== wanted) problems.push(`fuse ${name} is ${state}, not ${wanted}`);
    process.stdout.write(`fuse ${name}: ${state ? 'on' : 'off'}\n`);
  }
}

setUp();
const folder = mkdtempSync(join(tmpdir(), 'footbridge-pack-'));
try {
  await buildElectron();
  await vite({ configFile: join(root, 'renderer', 'vite.config.ts'), logLevel: 'warn' });
  const unpacked = makePackage(folder);
  checkContents(join(unpacked, 'resources', 'app.asar'));
  await checkFuses(join(unpacked, 'footbridge'));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
for (const problem of problems) process.stdout.write(`${problem}\n`);
process.stdout.write(
  problems.length === 0 ? 'the package is as it should be\n' : `${problems.length} problems\n`,
);
process.exit(problems.length === 0 ? 0 : 1);
