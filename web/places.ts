import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Where things lie beside the bundle. What tests and experts may exchange, they may only in a clone. */
export function places(bundleFolder: string, env: Readonly<Record<string, string | undefined>>) {
  const project = join(bundleFolder, '..');
  const resources = join(project, 'resources');
  const overlay = env.FOOTBRIDGE_RESOURCES;
  const isClone = existsSync(join(project, 'package.json'));
  return {
    /** The command line: also what watches over this computer's settings. */
    program: join(bundleFolder, 'footbridge.cjs'),
    /** This shell itself: what is started at login. */
    shell: join(bundleFolder, 'web.cjs'),
    engine: join(bundleFolder, 'web-engine.cjs'),
    screens: join(bundleFolder, 'renderer'),
    resourceFolders: isClone && overlay !== undefined ? [resources, overlay] : [resources],
    /** Arguments for the browser of messengers' windows. */
    testFlags: isClone ? (env.FOOTBRIDGE_TEST_BROWSER_FLAGS?.split(' ').filter(Boolean) ?? []) : [],
  };
}
