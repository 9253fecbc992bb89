// The packages for Windows, read and not installed.
import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { resedit } from '../stand-in/windows.mjs';
import { bounded } from './report.mjs';

const MOST_BYTES = 3 * 1024 * 1024;
const listed = (archive) =>
  (spawnSync('7za', ['l', '-ba', '-slt', archive], { encoding: 'utf8' }).stdout ?? '')
    .split('\n')
    .filter((line) => line.startsWith('Path = '))
    .map((line) => line.slice(7).replaceAll('\\', '/'));
const missing = (names, wanted) =>
  wanted.filter((name) => !names.includes(name)).map((name) => `lacks ${name}`);

/** What is wrong with the resources of a program file: who it says it is, its icon, the seal of the archive. */
export function resourceProblems(program, version) {
  const executable = resedit.NtExecutable.from(readFileSync(program), { ignoreCert: true });
  const { entries } = resedit.NtExecutableResource.from(executable);
  const [info] = resedit.Resource.VersionInfo.fromEntries(entries);
  const strings = info?.getStringValues(info.getAllLanguagesForStringValues()[0]) ?? {};
  const wanted = {
    ProductName: 'Footbridge',
    FileVersion: version,
    InternalName: 'Footbridge',
    CompanyName: 'The Footbridge maintainers',
  };
  // Each half holds two numbers of the four.
  const { productVersionMS = 0, productVersionLS = 0 } = info?.fixedInfo ?? {};
  const numbers = [productVersionMS, productVersionLS].flatMap((half) => [half >>> 16, half & 0xffff]);
  const seal = entries.find(({ type, id }) => type === 'INTEGRITY' && id === 'ELECTRONASAR');
  const icons = resedit.Resource.IconGroupEntry.fromEntries(entries)[0]?.icons ?? [];
  return [
    ...Object.entries(wanted)
      .filter(([name, value]) => strings[name] !== value)
      .map(([name, value]) => `${name} is ${strings[name]}, not ${value}`),
    ...(numbers.join('.') === `${version}.0` ? [] : [`the version in numbers is ${numbers.join('.')}`]),
    ...(seal !== undefined && Buffer.from(seal.bin).includes('resources') ? [] : ['no seal of app.asar']),
    ...[16, 32, 48].flatMap((size) =>
      icons.some(({ width }) => width === size) ? [] : [`no icon of ${size} pixels`],
    ),
  ];
}

/** What is wrong with the zip that is unpacked and started. */
export function zipProblems(report, archive) {
  return [
    ...bounded(report, 'zip for Windows without Electron', statSync(archive).size, MOST_BYTES),
    ...missing(listed(archive), ['Footbridge.exe', 'resources/app.asar', 'locales/ru.pak']),
  ];
}

/** What is wrong with the installer by its size: what it installs is inside. */
export function installerProblems(report, installer) {
  return bounded(report, 'installer for Windows without Electron', statSync(installer).size, MOST_BYTES);
}
