import type { AppSurroundings } from '../apps/surroundings.ts';
import type { Started } from '../start-program.ts';

/** What was started, and with what. */
export interface StartedProgram {
  readonly path: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** A computer of given files for tests: text by path, and which of them may be run; it notes what is started. */
export function createFakeSurroundings(
  changes: Partial<AppSurroundings>,
  texts: Readonly<Record<string, string>> = {},
  programs: readonly string[] = [],
  outcome: Started = { kind: 'ended', code: 0, output: '' },
) {
  const starts: StartedProgram[] = [];
  const place: AppSurroundings = {
    platform: 'linux',
    env: { PATH: '/usr/local/bin:/usr/bin' },
    homedir: '/home/mina',
    run: async () => '',
    files: {
      read: async (path) => texts[path] ?? null,
      async list(folder) {
        const inside = Object.keys(texts).filter((path) => path.startsWith(`${folder}/`));
        return [...new Set(inside.map((path) => path.slice(folder.length + 1).split('/', 1)[0] ?? ''))];
      },
      isProgram: async (path) => programs.includes(path),
    },
    async start(path, args, { env = {} }) {
      starts.push({ path, args, env });
      return outcome;
    },
    ...changes,
  };
  return { place, starts };
}
