import { readFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { dirname, join } from 'node:path';
import { type Begun, createHandOver } from '../../hand-over/hand-over.ts';
import { privateAddresses } from '../../hand-over/private-address.ts';
import { handOverFolder } from '../../store/home.ts';
import { here } from '../here.ts';
import type { EngineOptions } from '../open.ts';
import type { Desk } from './desk.ts';
import { DONE, type Handlers, refused } from './outcomes.ts';

/** What people look into for what they loaded, where the system does not say. */
const DOWNLOADS = 'Downloads';

/** Commands about handing files to people beside us; `close` ends all of it. */
export function createHandOverCommands(options: EngineOptions, desk: Desk) {
  const surroundings = here();
  const { platform, env } = surroundings;
  const handOver = createHandOver({
    places: {
      installers: installerPlaces(surroundings, options.resourceFolders),
      folder: handOverFolder(options.home),
    },
    drives: { platform, env },
    clock: options.clock,
    random: options.random,
    addresses: () => privateAddresses(networkInterfaces()),
    onChange: (handOver) => desk.tell({ event: 'hand-over', handOver }),
  });
  const commands = {
    handOverFiles: async () => ({ ok: true, value: await handOver.look() }),
    startHandOver: async ({ ids, words }) => told(await handOver.start(ids, words)),
    async stopHandOver() {
      handOver.stop();
      return DONE;
    },
    copyHandOver: async ({ ids, drive, howTo }) => told(await handOver.copy(ids, drive, howTo)),
  } satisfies Partial<Handlers>;
  return { commands, close: handOver.close };
}

function told(begun: Begun) {
  switch (begun) {
    case 'begun':
      return DONE;
    case 'busy':
      return refused('wrong-phase');
    case 'unknown':
      return refused('not-found');
    case 'no-network':
      return refused('not-possible-here');
  }
}

/** Where our own installers may lie: what this program runs from, what is beside its folder, and where downloads go. */
function installerPlaces(
  { env, platform, homedir }: ReturnType<typeof here>,
  [resources]: readonly string[],
): readonly string[] {
  return [
    ...[env.APPIMAGE, env.PORTABLE_EXECUTABLE_FILE].filter((path) => path !== undefined),
    ...(resources === undefined ? [] : [dirname(dirname(resources))]),
    join(homedir, DOWNLOADS),
    ...(platform === 'linux' ? xdgDownloads(env.XDG_CONFIG_HOME || join(homedir, '.config'), homedir) : []),
  ];
}

/** What a Linux desktop calls it in the person's language (xdg-user-dirs). */
function xdgDownloads(configFolder: string, homedir: string): readonly string[] {
  try {
    const text = readFileSync(join(configFolder, 'user-dirs.dirs'), 'utf8');
    const path = /^XDG_DOWNLOAD_DIR="([^"\n]+)"/m.exec(text)?.[1];
    return path === undefined ? [] : [path.replace(/^\$HOME/, homedir)];
  } catch {
    return [];
  }
}
