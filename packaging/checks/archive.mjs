// What is in app.asar: our bundles, screens and data, and nothing else.
import { readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { posix } from 'node:path';
import asar from '@electron/asar';
import { bounded } from './report.mjs';

/** Bytes of our code: the four bundles and what the window loads. */
const MOST_CODE = 2_200_000;
/** Bytes of the screens' words, a file for each language: they grow with the languages, and the window loads one of them. */
const MOST_WORDS = 1_800_000;
/** Bytes of data beside it: messengers, resolvers, pictures, the words that the shell and reports say. */
const MOST_DATA = 640 * 1024;
const EXPECTED = [
  /^package\.json$/,
  /^dist\/(main|preload|engine|guard)\.cjs$/,
  /^dist\/renderer\/index\.html$/,
  /^dist\/renderer\/assets\/[\w.-]+\.(js|css|svg|png|woff2)$/,
  /^resources\/[\w-]+\.(json|pem)$/,
  /^resources\/(apps|hellos|messengers)\/[\w-]+\.json$/,
  /^resources\/locales\/[\w-]+\/(about|causes|deep|details|report|shell)\.json$/,
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
  'resources/apps/telegram.json',
  'resources/messengers/whatsapp.json',
  'resources/block-pages.json',
  'resources/deep-check.json',
  'resources/locales/en/shell.json',
  'resources/locales/ru/causes.json',
  'resources/locales/ru/deep.json',
  'resources/locales/ru/details.json',
  'resources/locales/ru/report.json',
  'resources/locales/fa/about.json',
  'resources/icons/tray/trayTemplate.png',
  'resources/icons/tray/trayTemplate@2x.png',
  'resources/icons/tray/tray-light.png',
  'resources/icons/tray/tray-dark.png',
];

/** What is wrong with an archive's contents. */
export function archiveProblems(report, archive) {
  const names = asar
    .listPackage(archive, { isPack: false })
    .map((name) => name.replaceAll('\\', '/').slice(1));
  const isFolder = (name) => names.some((other) => posix.dirname(other) === name);
  const files = names.filter((name) => !isFolder(name));
  const sizeOf = (wanted) =>
    files.filter(wanted).reduce((sum, name) => sum + asar.statFile(archive, name).size, 0);
  const languages = files.flatMap(
    (name) => /^resources\/locales\/([\w-]+)\/about\.json$/.exec(name)?.[1] ?? [],
  );
  const wordsOf = (language) => (name) =>
    new RegExp(`^dist/renderer/assets/${language}-[\\w-]{8}\\.js$`).test(name);
  const isWords = (name) => languages.some((language) => wordsOf(language)(name));
  const code = (name) => asar.extractFile(archive, name).toString('utf8');
  return [
    ...bounded(
      report,
      'our code in app.asar',
      sizeOf((name) => name.startsWith('dist/') && !isWords(name)),
      MOST_CODE,
    ),
    ...bounded(report, 'words of the screens in app.asar', sizeOf(isWords), MOST_WORDS),
    ...bounded(
      report,
      'data in app.asar',
      sizeOf((name) => name.startsWith('resources/')),
      MOST_DATA,
    ),
    ...languages
      .filter((language) => !files.some(wordsOf(language)))
      .map((language) => `the screens have no words in ${language}`),
    ...files
      .filter((name) => !EXPECTED.some((pattern) => pattern.test(name)))
      .map((name) => `not expected in the package: ${name}`),
    ...REQUIRED.filter((name) => !files.includes(name)).map((name) => `missing in the package: ${name}`),
    ...files
      .filter((name) => /\.(cjs|js)$/.test(name) && /sourceMappingURL|footbridge\.invalid/.test(code(name)))
      .map((name) => `a source map or a test double is in ${name}`),
    ...[...code('dist/renderer/index.html').matchAll(/(?:src|href)="\.\/([^"]+)"/g)]
      .filter(([, name]) => !files.includes(`dist/renderer/${name}`))
      .map(([, name]) => `the screens lack ${name}`),
    ...needs('dist/preload.cjs', code('dist/preload.cjs'), ['electron']),
    ...['dist/main.cjs', 'dist/engine.cjs', 'dist/guard.cjs'].flatMap((name) =>
      needs(name, code(name), ['electron', ...builtinModules]),
    ),
  ];
}

/** A preload in its sandbox has Electron and nothing of Node; nobody has node_modules. */
const needs = (name, code, allowed) =>
  [...code.matchAll(/\brequire\(["']([^"']+)["']\)/g)]
    .filter(([, module]) => !allowed.includes(module.replace(/^node:/, '')))
    .map(([, module]) => `${name} needs ${module}`);

/** The same files make the same archive, whichever system it is for. */
export function sameArchives(archives) {
  const [first, ...others] = archives.map((path) => readFileSync(path));
  return others.every((other) => other.equals(first)) ? [] : ['two archives of the same files differ'];
}
