import { constants } from 'node:fs';
import { access, readdir, readFile, stat } from 'node:fs/promises';
import type { Run } from '../run.ts';
import type { Start } from '../start-program.ts';

/** What may be read of this computer's files: nothing rejects, what cannot be read is not there. */
export interface Files {
  read(path: string): Promise<string | null>;
  /** Names in a folder. */
  list(folder: string): Promise<readonly string[]>;
  /** Whether a file is there and may be run. */
  isProgram(path: string): Promise<boolean>;
}

/** What looking for apps and opening them needs of a system; an argument, so that other systems can be tested here. */
export interface AppSurroundings {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The user's home folder. */
  readonly homedir: string;
  readonly run: Run;
  readonly files: Files;
  readonly start: Start;
}

/** A desktop entry is a page at most; whatever is longer is none. */
const MOST_CHARACTERS = 262_144;

/** The files of this computer. */
export const filesHere: Files = {
  async read(path) {
    const text = await readFile(path, 'utf8').catch(() => null);
    return text === null || text.length > MOST_CHARACTERS ? null : text;
  },
  list: (folder) => readdir(folder).catch(() => []),
  async isProgram(path) {
    try {
      await access(path, constants.X_OK);
      return (await stat(path)).isFile();
    } catch {
      return false;
    }
  },
};
