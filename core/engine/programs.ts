import { join } from 'node:path';
import type { SidecarsManifest } from '../model/sidecar.ts';
import { createEngineFinder } from '../sidecars/find.ts';
import { listPrograms } from '../sidecars/list-programs.ts';
import { createShelf } from '../sidecars/shelf.ts';
import { loadResources } from '../store/resources.ts';
import { here } from './here.ts';
import type { EngineOptions } from './open.ts';

type ProgramOptions = Pick<EngineOptions, 'home' | 'resourceFolders' | 'random'>;

/** Where programs of others that the person points to are kept. */
const shelfFolder = (home: string) => join(home, 'engines');

/** Finds such programs: what was packaged with us, what the person pointed to, and what is on the PATH. */
export function openFinder({ home, resourceFolders }: Pick<EngineOptions, 'home' | 'resourceFolders'>) {
  const packaged = resourceFolders.map((folder) => join(folder, 'engines'));
  return createEngineFinder({ folders: [...packaged, shelfFolder(home)], ...here() });
}

/** Keeps those that the person points to. */
export function openShelf(
  { home, random }: Pick<EngineOptions, 'home' | 'random'>,
  manifest: SidecarsManifest,
) {
  return createShelf({ ...{ folder: shelfFolder(home), manifest, random }, ...here() });
}

/** The programs of others on this computer, without opening anything else that we keep. Throws ResourceError. */
export function openPrograms(options: ProgramOptions) {
  const manifest = loadResources(options.resourceFolders).sidecars;
  const finder = openFinder(options);
  return {
    ...openShelf(options, manifest),
    /** All that we know how to use, and which of them are here. Rejects only with the signal's reason. */
    list: (signal: AbortSignal) => listPrograms(manifest, finder, signal),
  };
}
export type Programs = ReturnType<typeof openPrograms>;
