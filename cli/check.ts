import type { Engine } from '../core/engine.ts';
import { CommandError, EXIT } from './exit-codes.ts';
import type { Printer } from './printer.ts';

/** Measures and says what was found. Throws CommandError(interrupted) when called off. */
export async function check(engine: Engine, printer: Printer, signal: AbortSignal): Promise<void> {
  printer.say('Measuring how WhatsApp, Telegram and Signal can be reached from here …');
  try {
    await engine.check(signal);
  } catch (error) {
    if (!signal.aborted) throw error;
    throw new CommandError(EXIT.interrupted, 'Stopped before everything was measured.');
  }
  printer.measured();
}
