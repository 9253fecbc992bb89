/** What the shell that started us can rely on; documented by `footbridge --help`. */
export const EXIT = {
  /** Done; for `connect`: ended by Ctrl-C after a clean stop. */
  ok: 0,
  /** Something unexpected broke; the message says what. */
  failed: 1,
  /** The command line was not understood. */
  usage: 2,
  /** A link or a name of a server that cannot be used; the message says why. */
  badInput: 3,
  /** Ctrl-C before the work was done (128 + SIGINT, as shells say it). */
  interrupted: 130,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Ends the command with a sentence for people and a code for scripts. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly exitCode: ExitCode;

  constructor(exitCode: ExitCode, message: string) {
    super(message);
    this.exitCode = exitCode;
  }
}
