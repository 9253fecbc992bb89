import type { Engine } from '../core/engine.ts';
import { CommandError, EXIT } from './exit-codes.ts';
import { clean } from './people/clean.ts';
import type { Printer } from './printer.ts';
import { sayDeepContacts } from './say-deep-contacts.ts';

/** Characters of one sentence. */
const LONGEST = 600;

/** Measures and says what was found; closely where `deep`. Throws CommandError(interrupted) when called off. */
export async function check(
  engine: Pick<Engine, 'check' | 'deepContacts' | 'lookCloser'>,
  printer: Printer,
  { deep }: { readonly deep: boolean },
  signal: AbortSignal,
): Promise<void> {
  if (deep) sayDeepContacts(printer, engine.deepContacts());
  printer.say('Measuring how WhatsApp, Telegram and Signal can be reached from here …');
  try {
    await engine.check(signal);
    if (deep) await lookCloser(engine, printer, signal);
    else printer.measured();
  } catch (error) {
    if (!signal.aborted) throw error;
    throw new CommandError(EXIT.interrupted, 'Stopped before everything was measured.');
  }
}

async function lookCloser(
  engine: Pick<Engine, 'lookCloser'>,
  printer: Printer,
  signal: AbortSignal,
): Promise<void> {
  printer.measured();
  printer.say('Looking more closely …');
  const { found, sentences } = await engine.lookCloser(signal);
  for (const one of found) printer.json({ event: 'closer-look', ...one });
  for (const sentence of sentences) printer.say(clean(sentence, LONGEST));
}
