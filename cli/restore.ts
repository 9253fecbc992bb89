import type { Restored } from '../core/engine.ts';
import { CommandError, EXIT } from './exit-codes.ts';
import type { Printer } from './printer.ts';

/** Says what putting the computer's settings back came to. Throws CommandError(failed) where something could not be. */
export function tellRestored({ restored, left, failed }: Restored, printer: Printer): void {
  if (failed.length > 0) {
    const why = failed.map(({ driver, message }) => `${driver}: ${message}`).join('\n');
    throw new CommandError(
      EXIT.failed,
      `Some settings could not be put back. It is tried again when you log in; until then turn the proxy off in your system's network settings.\n${why}`,
    );
  }
  const changed =
    restored === 0
      ? 'Nothing of Footbridge was left in your settings.'
      : 'Your settings are back as they were.';
  const kept = left === 0 ? '' : ' What you have changed yourself since stays as it is.';
  printer.value({ restored, left }, `${changed}${kept}\n`);
}
