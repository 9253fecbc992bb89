import type { Start } from '../core/engine.ts';

/** What this shell asks of the system it runs on; an argument, so that other systems can be tested here. */
export interface System {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly homedir: string;
  /** Whether it is run by root on a system that has one. */
  readonly isRoot: boolean;
  /** Whether a file is there and may be run. */
  readonly isProgram: (path: string) => boolean;
  /** A path with its links followed, or the path itself. */
  readonly realPath: (path: string) => string;
  readonly start: Start;
}
