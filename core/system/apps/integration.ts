import type { AppData } from '../../model/app.ts';
import type { ProxySettings } from '../settings/driver.ts';
import { type CommandLine, type Launch, linkCommand, startCommand } from './launch.ts';
import { isRunning } from './running.ts';
import type { AppSurroundings } from './surroundings.ts';

/** A program that cannot start ends within moments. Milliseconds. */
const PATIENCE_MS = 1_500;

/** Where apps find the local proxy. */
export interface AppDoor {
  readonly port: number;
  readonly pacUrl: string;
  /** The local MTProto proxy, where the app is to take that. */
  readonly mtproto?: { readonly port: number; readonly secret: string };
}

interface Steps {
  /** Whether it can be done now; `quit-first`: the app reads it only when it starts, and it runs. */
  applicable(signal: AbortSignal): Promise<'yes' | 'quit-first'>;
  /** Opens the app so that it takes the local proxy; whether it came up. */
  apply(door: AppDoor): Promise<boolean>;
  /** Opens it with an MTProto proxy of somebody's, by a link that we made; absent where it takes none. */
  give?(link: string): Promise<boolean>;
}

/**
 * One installed app and the local proxy, by who takes back what was done. That it worked is never read off from these: the
 * app's own traffic in the local proxy shows it.
 */
export type Integration =
  /** The person, in the app itself; or nobody, since nothing stays. */
  | (Steps & { readonly undo: 'by-person' | 'by-itself' })
  /** The journal, with all else that was changed on this computer: what is to be set before the app is opened. */
  | (Steps & {
      readonly undo: 'journalled';
      setting(door: AppDoor): { readonly program: string; readonly settings: ProxySettings };
    });

/** How an app that was found takes the local proxy; null where it has to be told by hand. */
export function createIntegration(app: AppData, launch: Launch, place: AppSurroundings): Integration | null {
  const { takes, windows } = app;
  const started = async (command: CommandLine | null): Promise<boolean> => {
    if (command === null) return false;
    const { path, args, env, isCodeless = false } = command;
    const come = await place.start(path, args, { patienceMs: PATIENCE_MS, lives: 'on', env });
    if (come.kind === 'ended') return isCodeless || come.code === 0;
    return come.kind === 'running';
  };
  const untilItStarts = async (signal: AbortSignal) =>
    (await isRunning(app, place, signal)) ? 'quit-first' : 'yes';

  switch (takes?.kind) {
    case undefined:
      return null;
    case 'link': {
      const open = (link: string | null) =>
        link === null ? Promise.resolve(false) : started(linkCommand(launch, link, place, takes.before));
      return {
        undo: 'by-person',
        applicable: async () => 'yes',
        apply: (door) => open(filledLink(takes, door)),
        ...(takes.mtproto === undefined ? {} : { give: open }),
      };
    }
    case 'environment':
      // Windows gives a package the environment of its own shell.
      if (startCommand(launch, { name: takes.variable, value: '' }, place) === null) return null;
      return {
        undo: 'by-itself',
        applicable: untilItStarts,
        apply: ({ port }) =>
          started(startCommand(launch, { name: takes.variable, value: `http://127.0.0.1:${port}` }, place)),
      };
    case 'webview2':
      if (place.platform !== 'win32' || windows === undefined) return null;
      return {
        undo: 'journalled',
        applicable: untilItStarts,
        setting: ({ pacUrl }) => ({ program: windows.program, settings: { kind: 'pac', url: pacUrl } }),
        apply: () => started(startCommand(launch, null, place)),
      };
  }
}

/** The app's link to the local proxy; null where it takes none of that kind. */
function filledLink(
  { link, mtproto }: { readonly link: string; readonly mtproto?: string | undefined },
  door: AppDoor,
): string | null {
  const { port, secret } = door.mtproto ?? { port: door.port, secret: '' };
  const text = door.mtproto === undefined ? link : (mtproto ?? null);
  if (text === null) return null;
  return text.replace('{host}', '127.0.0.1').replace('{port}', String(port)).replace('{secret}', secret);
}
