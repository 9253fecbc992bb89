import type { StartAtLogin } from '../core/engine.ts';
import { CommandError, EXIT } from './exit-codes.ts';
import type { Printer } from './printer.ts';

/** Has `connect` started at login, or not any more, and says so. Throws CommandError(failed) where it cannot be saved. */
export async function setAtLogin(
  startAtLogin: StartAtLogin,
  on: boolean,
  printer: Pick<Printer, 'value'>,
): Promise<void> {
  try {
    await startAtLogin.set(on);
  } catch {
    throw new CommandError(EXIT.failed, 'The list of programs that start when you log in cannot be changed.');
  }
  const text = on
    ? "connect starts whenever you log in. It stands in your system's own list of such programs."
    : 'connect does not start by itself.';
  printer.value({ on }, `${text}\n`);
}
