import { posix } from 'node:path';
import type { MacosPlaces } from '../../model/app.ts';
import type { Launch } from './launch.ts';
import type { AppSurroundings } from './surroundings.ts';

type Place = Pick<AppSurroundings, 'env' | 'homedir' | 'run' | 'files'>;

/** An app in the folders for apps or, by its identifier, wherever Spotlight knows it; null where neither is. */
export async function findMacosApp(
  { bundles }: MacosPlaces,
  place: Place,
  signal: AbortSignal,
): Promise<Launch | null> {
  const { env, homedir, run, files } = place;
  const usual = ['/Applications', posix.join(homedir, 'Applications')];
  const launchIn = async (folder: string, program: string): Promise<Launch | null> => {
    const path = posix.join(folder, 'Contents', 'MacOS', program);
    return (await files.isProgram(path)) ? { kind: 'bundle', folder, path } : null;
  };
  for (const { name, program } of bundles)
    for (const folder of usual) {
      const launch = await launchIn(posix.join(folder, `${name}.app`), program);
      if (launch !== null) return launch;
    }
  for (const { id, program } of bundles) {
    const query = `kMDItemCFBundleIdentifier == '${id}'`;
    const said = await run('/usr/bin/mdfind', [query], { signal, env }).catch(() => '');
    for (const folder of said.split('\n').filter((line) => /^\/.*\.app$/.test(line))) {
      const launch = await launchIn(folder, program);
      if (launch !== null) return launch;
    }
  }
  return null;
}
