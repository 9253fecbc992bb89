import { CommandError, EXIT } from './exit-codes.ts';
import type { Printer } from './printer.ts';

/** Has nothing of Footbridge started at login any more, and says so. Throws CommandError(failed) where that cannot be saved. */
export async function leave(leaveLogin: () => Promise<void>, printer: Pick<Printer, 'value'>): Promise<void> {
  try {
    await leaveLogin();
  } catch {
    throw new CommandError(EXIT.failed, 'The list of programs that start when you log in cannot be changed.');
  }
  printer.value({}, 'Nothing of Footbridge starts when you log in. It can be removed now.\n');
}
