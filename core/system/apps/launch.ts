import { posix, win32 } from 'node:path';
import { fillExec } from '../../model/desktop-entry.ts';
import type { AppSurroundings } from './surroundings.ts';

/** How an app that was found is started. */
export type Launch =
  /** The words of a desktop entry's Exec line; the first is the program's whole path. */
  | { readonly kind: 'entry'; readonly words: readonly string[] }
  /** A program by its whole path. */
  | { readonly kind: 'program'; readonly path: string }
  /** An application in a package of Windows. */
  | { readonly kind: 'package'; readonly id: string }
  /** An app of macOS by its folder, and the program in it. */
  | { readonly kind: 'bundle'; readonly folder: string; readonly path: string }
  /** Whatever takes the app's links. */
  | { readonly kind: 'link-handler' };

/** What is run to start it. */
export interface CommandLine {
  readonly path: string;
  readonly args: readonly string[];
  /** Variables it gets besides the usual ones. */
  readonly env: Readonly<Record<string, string>>;
  /** Its exit code says nothing. */
  readonly isCodeless?: boolean;
}

const NOTHING: CommandLine['env'] = {};

type Place = Pick<AppSurroundings, 'platform' | 'env'>;

/** How an app is given a link of its own; `before` stands before it where the program itself is started. */
export function linkCommand(
  launch: Launch,
  link: string,
  { platform, env }: Place,
  before: readonly string[] = [],
): CommandLine | null {
  if (launch.kind === 'bundle')
    return { path: '/usr/bin/open', args: ['-a', launch.folder, link], env: NOTHING };
  // The system knows with which folder of data the program takes its links.
  if (platform === 'win32')
    return {
      path: win32.join(env.SystemRoot ?? 'C:\\Windows', 'System32', 'rundll32.exe'),
      args: ['url.dll,FileProtocolHandler', link],
      env: NOTHING,
    };
  if (launch.kind === 'entry') {
    const [path = '', ...args] = fillExec(launch.words, link, before);
    return { path, args, env: NOTHING };
  }
  return launch.kind === 'program' ? { path: launch.path, args: [...before, link], env: NOTHING } : null;
}

/** How an app is started with a variable in its environment, or as usual without one; null where that cannot be. */
export function startCommand(
  launch: Launch,
  variable: { readonly name: string; readonly value: string } | null,
  { env }: Place,
): CommandLine | null {
  const more = variable === null ? NOTHING : { [variable.name]: variable.value };
  switch (launch.kind) {
    case 'entry': {
      const words = fillExec(launch.words, null);
      const [path = '', ...args] = variable === null ? words : withinFlatpak(words, variable);
      return { path, args, env: more };
    }
    case 'program':
    case 'bundle':
      return { path: launch.path, args: [], env: more };
    case 'package':
      // Explorer starts it, with its own environment, and always ends with 1.
      return variable === null
        ? {
            path: win32.join(env.SystemRoot ?? 'C:\\Windows', 'explorer.exe'),
            args: [`shell:AppsFolder\\${launch.id}`],
            env: NOTHING,
            isCodeless: true,
          }
        : null;
    case 'link-handler':
      return null;
  }
}

/** A flatpak lets through what it is told to. */
function withinFlatpak(
  words: readonly string[],
  { name, value }: { readonly name: string; readonly value: string },
): readonly string[] {
  const [path = '', verb, ...rest] = words;
  const isFlatpak = posix.basename(path) === 'flatpak' && verb === 'run';
  return isFlatpak ? [path, 'run', `--env=${name}=${value}`, ...rest] : words;
}
