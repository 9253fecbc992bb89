import { win32 } from 'node:path';
import type { WindowsPlaces } from '../../model/app.ts';
import { type RegistryValue, readRegistryKey } from '../registry.ts';
import type { Launch } from './launch.ts';
import type { AppSurroundings } from './surroundings.ts';

const ROOTS = ['HKCU', 'HKLM'] as const;
const VERSION = 'Software\\Microsoft\\Windows\\CurrentVersion';
const PACKAGES = 'Get-AppxPackage | ForEach-Object { $_.PackageFamilyName }';
type Place = Pick<AppSurroundings, 'env' | 'run' | 'files'>;

/**
 * An app by its program (in the folders of its installer, under App Paths, where its uninstaller says) or its package;
 * null where none is. `families` gives the family names of all packages.
 */
export async function findWindowsApp(
  { program, folders, uninstall, packages }: WindowsPlaces,
  place: Place,
  families: () => Promise<ReadonlySet<string>>,
  signal: AbortSignal,
): Promise<Launch | null> {
  const { env, files } = place;
  const inFolders = folders.flatMap((folder) => expanded(folder, env)).map((folder) => join(folder, program));
  for (const path of inFolders) if (await files.isProgram(path)) return { kind: 'program', path };
  for (const path of await registered(program, uninstall, place, signal))
    if (win32.isAbsolute(path) && (await files.isProgram(path))) return { kind: 'program', path };
  const here = packages.length === 0 ? new Set<string>() : await families();
  const found = packages.find(({ family }) => here.has(family));
  return found === undefined ? null : { kind: 'package', id: `${found.family}!${found.application}` };
}

/** The family names of the person's packages, by PowerShell; none where that is not allowed. */
export async function packageFamilies(place: Place, signal: AbortSignal): Promise<ReadonlySet<string>> {
  const { env, run } = place;
  const program = join(env.SystemRoot ?? 'C:\\Windows', 'System32\\WindowsPowerShell\\v1.0\\powershell.exe');
  const args = ['-NoLogo', '-NoProfile', '-NonInteractive', '-Command', PACKAGES];
  const said = await run(program, args, { signal, env }).catch(() => '');
  return new Set(said.split(/\r?\n/).map((line) => line.trim()));
}

/** Whether some program takes links of a scheme. */
export async function hasLinkHandler(scheme: string, place: Place, signal: AbortSignal): Promise<boolean> {
  const key = `HKCU\\Software\\Classes\\${scheme}\\shell\\open\\command`;
  return (await valuesOf(key, place, signal)).size > 0;
}

/** An app whose key is not answered for is not found. */
const valuesOf = (key: string, place: Place, signal: AbortSignal) =>
  readRegistryKey(key, place, signal).catch((): ReadonlyMap<string, RegistryValue> => new Map());

async function registered(
  program: string,
  uninstall: readonly string[],
  place: Place,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const read = (key: string) => valuesOf(key, place, signal);
  const keys = ROOTS.map((root) => `${root}\\${VERSION}`);
  const appPaths = await Promise.all(keys.map((key) => read(`${key}\\App Paths\\${program}`)));
  const uninstallers = await Promise.all(
    keys.flatMap((key) => uninstall.map((name) => read(`${key}\\Uninstall\\${name}`))),
  );
  return [
    // The value without a name, whose name is printed in the person's language, stands first.
    ...appPaths.flatMap((values) => [...values.values()].slice(0, 1).map(({ text }) => unquoted(text))),
    ...uninstallers.flatMap((values) => {
      const folder = values.get('InstallLocation')?.text ?? '';
      const icon = values.get('DisplayIcon')?.text ?? '';
      return [join(unquoted(folder), program), unquoted(icon.replace(/,-?\d+$/, ''))];
    }),
  ];
}

/** A folder with its first variable filled in, where that is a whole path. */
function expanded(folder: string, env: Place['env']): readonly string[] {
  const [, name = '', rest = ''] = /^%([^%]+)%(.*)$/.exec(folder) ?? [];
  const key = Object.keys(env).find((one) => one.toUpperCase() === name.toUpperCase());
  const value = key === undefined ? '' : (env[key] ?? '');
  return win32.isAbsolute(value) ? [`${value}${rest}`] : [];
}

const unquoted = (text: string) => text.replace(/^"(.*)"$/, '$1');
const join = (folder: string, name: string) => win32.join(folder, name);
