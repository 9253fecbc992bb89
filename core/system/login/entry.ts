/** Names the program that puts everything back at the next login. */
export const RESTORER = 'footbridge-restore';

/** Names the window's own program there, where that can enter itself. */
export const WINDOW_ENTRY = 'footbridge';

/** A program that the system starts when the person logs in. */
export interface LoginEntry {
  /** Names it where the system lists such programs; letters, digits and dashes. */
  readonly id: string;
  /** What people see there. */
  readonly title: string;
  /** The program and its arguments. */
  readonly command: readonly [program: string, ...args: string[]];
}

/** The system's own list of programs started at login: shown there, and turned off there as well. */
export interface LoginEntries {
  add(entry: LoginEntry, signal: AbortSignal): Promise<void>;
  /** Nothing where there is none. */
  remove(id: string, signal: AbortSignal): Promise<void>;
  has(id: string, signal: AbortSignal): Promise<boolean>;
}
