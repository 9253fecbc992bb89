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

/** How a program that was started came on. */
export type Started =
  /** `end` asks it to end and resolves when it has, or after two seconds. */
  | { readonly kind: 'running'; end(): Promise<void> }
  | { readonly kind: 'ended'; readonly code: number | null; readonly output: string }
  | { readonly kind: 'not-started' };

/**
 * Starts a program by its absolute path with an array of arguments, never through a shell, in an environment of its own.
 * Resolves when it has ended, or after `patienceMs` with it still running. Never rejects.
 */
export type Start = (
  path: string,
  args: readonly string[],
  options: { readonly patienceMs: number; readonly lives: 'on' | 'with-us' },
) => Promise<Started>;
