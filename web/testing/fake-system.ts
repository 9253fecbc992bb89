import type { Started } from '../../core/engine.ts';
import type { System } from '../system.ts';

interface Start {
  readonly path: string;
  readonly args: readonly string[];
}

/** A system with the given programs, that notes what is started. */
export function createFakeSystem(
  programs: readonly string[],
  changes: Partial<System> = {},
  outcome: (start: Start) => Started = () => ({ kind: 'ended', code: 0, output: '' }),
) {
  const starts: Start[] = [];
  const system: System = {
    platform: 'linux',
    env: { PATH: '/usr/local/bin:/usr/bin', DISPLAY: ':0' },
    homedir: '/home/mina',
    isRoot: false,
    isProgram: (path) => programs.includes(path),
    realPath: (path) => path,
    async start(path, args) {
      starts.push({ path, args });
      return outcome({ path, args });
    },
    ...changes,
  };
  return { system, starts };
}

export const WINDOWS: Partial<System> = {
  platform: 'win32',
  env: {
    SystemRoot: 'C:\\Windows',
    ProgramFiles: 'C:\\Program Files',
    'ProgramFiles(x86)': 'C:\\Program Files (x86)',
    LOCALAPPDATA: 'C:\\Users\\Mina\\AppData\\Local',
  },
  homedir: 'C:\\Users\\Mina',
};
export const MACOS: Partial<System> = { platform: 'darwin', env: {}, homedir: '/Users/mina' };
