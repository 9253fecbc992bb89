import type { Left } from '../core/engine.ts';
import { CommandError, EXIT } from './exit-codes.ts';
import type { Printer } from './printer.ts';

const QUESTION = `This ends Footbridge, puts your computer's own settings back, and removes for good: the servers you added,
your settings, what was remembered and measured, and what messengers keep in windows that Footbridge opened.
It cannot be undone. The program itself stays; remove it as you do others. If you want that:

  footbridge erase --yes`;

const LEFT = {
  running: 'Another Footbridge is still running and does not answer. End it, and erase once more.',
  settings:
    "Some settings of this computer could not be put back. Turn the proxy off in your system's network settings, and erase once more.",
  login: 'The list of programs that start when you log in cannot be changed.',
  key: "The key to your servers is still in this computer's keyring; it opens nothing any more. Sign in to the desktop, unlock the keyring, and erase once more.",
  files: 'Some files could not be removed. Perhaps a program has them open.',
} as const satisfies Record<Left, string>;

/** Erases everything where the person said yes, and says so. Throws CommandError: usage without the yes, failed where something is left. */
export async function erase(
  isSure: boolean,
  eraseAll: () => Promise<readonly Left[]>,
  printer: Pick<Printer, 'value'>,
): Promise<void> {
  if (!isSure) throw new CommandError(EXIT.usage, QUESTION);
  const left = await eraseAll();
  if (left.length > 0) throw new CommandError(EXIT.failed, left.map((one) => LEFT[one]).join('\n'));
  printer.value({}, 'Everything was erased.\n');
}
