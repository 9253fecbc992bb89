// The files of the packages for Linux, read and not installed.
import { spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { bounded } from './report.mjs';

const run = (command, args) =>
  spawnSync(command, args, { encoding: 'utf8', maxBuffer: 1 << 26 }).stdout ?? '';
const lacks = (text, wanted) => wanted.filter((line) => !text.includes(line)).map((line) => `lacks: ${line}`);

/** What our part may add to a package: Electron's own hundred megabytes are no stand-in's. */
const MOST_BYTES = 3 * 1024 * 1024;
/** Every file of the tree is one of these. */
const TREE = [
  /^AppRun$/,
  /^start-footbridge\.sh$/,
  /^words\/[\w-]+\.txt$/,
  /^footbridge$/,
  /^chrome-sandbox$/,
  /^LICENSE\.electron\.txt$/,
  /^LICENSES\.chromium\.html$/,
  /^version$/,
  /^(runtime|parent-port)\.cjs$/,
  /^locales\/[\w-]+\.pak$/,
  /^resources\/(app\.asar|apparmor-profile)$/,
];

/** What is wrong in an unpacked program; `languages`: of the yml. */
export function treeProblems(folder, languages) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
  const paks = readdirSync(join(folder, 'locales')).map((name) => name.replace('.pak', ''));
  const isRunnable = (name) => (statSync(join(folder, name)).mode & 0o111) === 0o111;
  return [
    ...files.filter((name) => !TREE.some((known) => known.test(name))).map((name) => `not expected: ${name}`),
    ...paks.filter((name) => !languages.includes(name)).map((name) => `not one of our languages: ${name}`),
    ...['footbridge', 'AppRun', 'start-footbridge.sh']
      .filter((name) => !isRunnable(name))
      .map((name) => `cannot be started: ${name}`),
  ];
}

/** What is wrong with a deb by what it says of itself. */
export function debProblems(report, deb, version) {
  const scripts = ['postinst', 'prerm', 'postrm'].filter(
    (name) => !run('dpkg-deb', ['-I', deb, name]).startsWith('#!/bin/sh'),
  );
  const entry = desktopEntry(deb);
  return [
    ...bounded(report, 'deb without Electron', statSync(deb).size, MOST_BYTES),
    ...lacks(run('dpkg-deb', ['-I', deb]), [
      'Package: footbridge',
      `Version: ${version}`,
      'Architecture: amd64',
      'libgtk-3-0',
    ]),
    ...lacks(run('dpkg-deb', ['-c', deb]), [
      ' ./usr/bin/footbridge',
      ' ./usr/share/applications/footbridge.desktop',
      ' ./usr/share/icons/hicolor/16x16/apps/footbridge.png',
      ' ./usr/share/icons/hicolor/256x256/apps/footbridge.png',
      ' ./opt/Footbridge/resources/app.asar',
      ' ./opt/Footbridge/resources/apparmor-profile',
    ]),
    ...lacks(entry, [
      'Exec=/opt/Footbridge/footbridge %U',
      'MimeType=x-scheme-handler/footbridge;',
      'Icon=footbridge',
    ]),
    ...scripts.map((name) => `lacks its script: ${name}`),
    ...(run('dpkg-deb', ['-c', deb]).match(/ [-\w]+ (?!root\/root)\S+\/\S+ /g) ?? []).map(
      (line) => `not root's: ${line}`,
    ),
  ];
}

function desktopEntry(deb) {
  const tree = spawnSync('dpkg-deb', ['--fsys-tarfile', deb], { maxBuffer: 1 << 28 }).stdout;
  const words = ['-xO', './usr/share/applications/footbridge.desktop'];
  return spawnSync('tar', words, { input: tree, encoding: 'utf8' }).stdout ?? '';
}

/** What is wrong with an archive to unpack. */
export function tarProblems(report, archive) {
  const names = run('tar', ['-tzf', archive]);
  return [
    ...bounded(report, 'tar.gz without Electron', statSync(archive).size, MOST_BYTES),
    ...lacks(names, ['/start-footbridge.sh\n', '/footbridge\n', '/resources/app.asar\n', '/words/en.txt\n']),
    ...(names.split('\n').some((name) => name.startsWith('/') || name.includes('..'))
      ? ['leads outside']
      : []),
  ];
}

/** What is wrong with an rpm by what it says of itself. */
export function rpmProblems(report, rpm, version) {
  const scripts = run('rpm', ['-qp', '--scripts', rpm]);
  return [
    ...bounded(report, 'rpm without Electron', statSync(rpm).size, MOST_BYTES),
    ...lacks(run('rpm', ['-qpi', rpm]), ['Name        : footbridge', `Version     : ${version}`]),
    ...lacks(run('rpm', ['-qpl', rpm]), [
      '/usr/bin/footbridge\n',
      '/usr/share/applications/footbridge.desktop\n',
      '/opt/Footbridge/resources/app.asar\n',
    ]),
    ...lacks(run('rpm', ['-qpR', rpm]), ['gtk3', 'nss']),
    ...lacks(scripts, [
      'postinstall scriptlet',
      'preuninstall scriptlet',
      'postuninstall scriptlet',
      '--restore',
    ]),
  ];
}
