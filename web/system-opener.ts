import { posix, win32 } from 'node:path';
import { programFolders } from './browsers.ts';
import type { System } from './system.ts';

/** Openers hand over and end; one that is still at it has found a program. Milliseconds. */
const PATIENCE_MS = 4_000;

interface Opener {
  readonly path: string;
  readonly args: readonly string[];
}

/** Hands an address of the web, or a folder, made by ourselves, to the program for it; false where there is none. */
export async function openWithSystem(address: string, system: System): Promise<boolean> {
  const opener = findOpener(system);
  if (opener === null) return false;
  const started = await system.start(opener.path, [...opener.args, address], {
    patienceMs: PATIENCE_MS,
    lives: 'on',
  });
  return started.kind === 'running' || (started.kind === 'ended' && started.code === 0);
}

/** The system's way to open addresses, or null: no such program, or no screen. */
function findOpener(system: System): Opener | null {
  const { platform, env } = system;
  switch (platform) {
    case 'win32': {
      const path = win32.join(env.SystemRoot ?? 'C:\\Windows', 'System32', 'rundll32.exe');
      return { path, args: ['url.dll,FileProtocolHandler'] };
    }
    case 'darwin':
      return { path: '/usr/bin/open', args: [] };
    default: {
      const path = hasScreen(env) ? findProgram('xdg-open', system) : null;
      return path === null ? null : { path, args: [] };
    }
  }
}

const findProgram = (name: string, { env, isProgram }: System) =>
  programFolders(env)
    .map((folder) => posix.join(folder, name))
    .find(isProgram) ?? null;

const hasScreen = (env: System['env']) => Boolean(env.DISPLAY || env.WAYLAND_DISPLAY);
