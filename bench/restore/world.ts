import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A computer for one case: its settings, and what the next login would run. */
export interface World {
  /** The person's home. */
  readonly folder: string;
  /** FOOTBRIDGE_HOME. */
  readonly home: string;
  readonly env: NodeJS.ProcessEnv;
  /** The person's settings, to the byte, as text. */
  settings(): string;
  /** Somebody else chooses something now; what the settings are to be in the end. */
  choose(): string;
  /** What runs at the next login; null where nothing does. */
  restorer(): readonly string[] | null;
  /** What is left of Footbridge and should not be. */
  litter(): readonly string[];
  dispose(): Promise<void>;
}

/** A system whose driver is to be proven. */
export interface Platform {
  readonly name: string;
  /** How its settings are changed in this proof. */
  readonly kinds: readonly ('pac' | 'everything')[];
  /** A new computer; `folder`: where its home is to be, which is there already. */
  create(folder: string): Promise<World>;
}

/** A home with a name as people have them. */
export function newFolder(): string {
  return mkdtempSync(join(tmpdir(), 'Дом с пробелом-'));
}

/** What all worlds have in common. */
export function commonParts(folder: string) {
  const home = join(folder, '.config', 'footbridge');
  // On another disk than the home, as on real systems.
  const beside = { run: `${folder}.run`, guards: `${folder}.guards`, state: `${folder}.state` };
  mkdirSync(home, { recursive: true });
  mkdirSync(beside.run, { mode: 0o700 });
  return {
    folder,
    home,
    state: beside.state,
    env: {
      PATH: process.env.PATH,
      LANG: 'C.UTF-8',
      HOME: folder,
      XDG_RUNTIME_DIR: beside.run,
      FOOTBRIDGE_HOME: home,
      LIFE_GUARDS: beside.guards,
    },
    litter: () => [
      ...leftIn(home, (name) => name.startsWith('changed') && !name.includes('.unreadable-')),
      ...leftIn(join(folder, '.config'), isTemporary),
      ...leftIn(join(folder, '.config', 'autostart'), isTemporary),
      ...leftIn(join(folder, 'Library', 'LaunchAgents'), isTemporary),
      ...leftIn(folder, isTemporary),
    ],
    async dispose() {
      for (const path of Object.values(beside)) rmSync(path, { recursive: true, force: true });
      for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true, force: true });
      try {
        rmdirSync(folder);
      } catch {
        // The mount point.
      }
    },
  };
}

const isTemporary = (name: string) => /\.[0-9a-f]{12}\.tmp$/.test(name);
const leftIn = (folder: string, isLeft: (name: string) => boolean) =>
  existsSync(folder) ? readdirSync(folder).filter(isLeft) : [];
