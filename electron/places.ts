import { join } from 'node:path';

/** Where things lie beside the bundle: the same in a clone and in a package. */
export function places(bundleFolder: string) {
  const project = join(bundleFolder, '..');
  return {
    project,
    preload: join(bundleFolder, 'preload.cjs'),
    engine: join(bundleFolder, 'engine.cjs'),
    screens: join(bundleFolder, 'renderer'),
    resources: join(project, 'resources'),
    locales: join(project, 'resources', 'locales'),
    icons: join(project, 'resources', 'icons'),
  };
}

/**
 * The folder for Chromium's own files and the window's place: apart from the engine's, which erases its folder while
 * Chromium still has this one open.
 */
export function windowFolder(env: Readonly<Record<string, string | undefined>>, appData: string): string {
  return env.FOOTBRIDGE_HOME ? join(env.FOOTBRIDGE_HOME, 'window') : join(appData, 'footbridge-window');
}

/** Folders of data files; an overlay is for tests and experts, and only where the program runs from a clone. */
export function resourceFolders(
  resources: string,
  env: Readonly<Record<string, string | undefined>>,
  isPackaged: boolean,
): readonly string[] {
  const overlay = env.FOOTBRIDGE_RESOURCES;
  return overlay === undefined || isPackaged ? [resources] : [resources, overlay];
}
