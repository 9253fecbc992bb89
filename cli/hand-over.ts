import { once } from 'node:events';
import type { openHandOver } from '../core/engine.ts';
import { CommandError, EXIT } from './exit-codes.ts';
import { clean } from './people/clean.ts';
import type { Printer } from './printer.ts';

type Open = (onChange: Parameters<typeof openHandOver>[1]) => ReturnType<typeof openHandOver>;

const WORDS = {
  language: 'en',
  direction: 'ltr',
  title: 'Files for you',
  lead: 'Take only what the person beside you has told you of, and compare the number below it with the one on their screen.',
} as const;

const OVER = {
  network: 'The network changed, so it was stopped.',
  time: 'It was stopped after two hours.',
  failed: 'It did not work. A file may have been moved.',
} as const;

/**
 * Offers what can be handed over on the private network until it is interrupted, and says where. Throws CommandError(failed)
 * where there is nothing to offer, nobody to offer it to, or it ends by itself.
 */
export async function handOver(
  open: Open,
  printer: Pick<Printer, 'value' | 'say'>,
  signal: AbortSignal,
): Promise<void> {
  const over = new AbortController();
  let problem: string | undefined;
  let isTold = false;
  const opened = open(({ wifi }) => {
    if (wifi?.stage === 'open' && !isTold) {
      isTold = true;
      const { urls, files } = wifi;
      const lines = files.map(({ name, sha256 }) => `${sha256}  ${clean(name)}`);
      printer.value(
        { urls, files },
        `Whoever is in the same network opens this address; Ctrl-C ends it:\n${urls.join('\n')}\n\nSHA-256, to compare:\n${lines.join('\n')}\n`,
      );
    } else if (wifi?.stage === 'ended') {
      problem = OVER[wifi.why];
      over.abort(new Error(wifi.why));
    }
  });
  try {
    const { files, folder } = await opened.look();
    if (files.length === 0)
      throw new CommandError(
        EXIT.failed,
        `There is nothing to hand over. Put files into this folder:\n${folder}`,
      );
    const begun = await opened.start(
      files.map(({ id }) => id),
      WORDS,
    );
    if (begun !== 'begun')
      throw new CommandError(
        EXIT.failed,
        'This computer is in no private network now. Connect it to a Wi-Fi first.',
      );
    const ended = AbortSignal.any([signal, over.signal]);
    // A timer alone does not say that we wait; what listens keeps the process alive.
    if (!ended.aborted) await once(ended, 'abort');
  } finally {
    await opened.close();
  }
  if (problem !== undefined) throw new CommandError(EXIT.failed, problem);
  printer.say('Stopped.');
}
