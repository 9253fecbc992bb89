import type { Engine } from '../core/engine.ts';
import type { Command } from './arguments.ts';
import { CommandError, EXIT } from './exit-codes.ts';
import { clean } from './people/clean.ts';
import type { Printer } from './printer.ts';
import { sayDeepContacts } from './say-deep-contacts.ts';

type Wish = Extract<Command, { name: 'report' }>;

export interface ReportTools {
  readonly signal: AbortSignal;
  readonly isThere: (path: string) => boolean;
  /** Rejects where the file is there already, or cannot be written. */
  readonly write: (path: string, bytes: Uint8Array) => Promise<void>;
}

/** Whom to give it to; the same as the report itself says. */
const WHERE_TO = [
  'Footbridge sends it to nobody. Look into it first; then give it to whom you trust:',
  '  a friend who helps you: send the file, or read the code on the phone',
  '  Access Now’s Digital Security Helpline, free of charge: help@accessnow.org',
  '  OONI, who collect measurements of censorship: contact@ooni.org',
];

const WRITE_PROBLEMS: Readonly<Record<string, string>> = {
  EEXIST: 'there is a file of that name already. Choose another with --out.',
  EISDIR: 'that is a folder. Name a file in it with --out.',
  ENOENT: 'there is no such folder.',
  EACCES: 'no permission.',
  EROFS: 'it cannot be written to.',
  ENOSPC: 'the disk is full.',
};

/** Says whom it asks, measures, and saves a report. Throws CommandError when called off or where the file cannot be written. */
export async function report(
  engine: Pick<Engine, 'contacts' | 'deepContacts' | 'report'>,
  printer: Printer,
  { out, country, operator, deep }: Wish,
  { signal, isThere, write }: ReportTools,
): Promise<void> {
  // Nobody wants to measure twice for a name.
  if (out !== undefined && isThere(out)) throw notSaved(out, 'EEXIST');
  for (const line of contacts(engine.contacts())) printer.say(line);
  if (deep) sayDeepContacts(printer, engine.deepContacts());
  const made = await measure(engine, { country, operator, deep }, signal);
  printer.measured();
  const path = out ?? made.file.name;
  try {
    await write(path, made.file.bytes);
  } catch (error) {
    throw notSaved(path, error instanceof Error && 'code' in error ? String(error.code) : '');
  }
  const { code, hidden } = made.report;
  printer.value({ event: 'report', file: path, code, hidden }, savedText(path, code, hidden));
}

function notSaved(path: string, code: string): CommandError {
  const problem = WRITE_PROBLEMS[code] ?? 'it cannot be written.';
  return new CommandError(EXIT.failed, `The report was not saved as ${clean(path, 400)}: ${problem}`);
}

function measure(
  engine: Pick<Engine, 'report'>,
  { country, operator, deep }: Pick<Wish, 'country' | 'operator' | 'deep'>,
  signal: AbortSignal,
): ReturnType<Engine['report']> {
  const { locale } = Intl.DateTimeFormat().resolvedOptions();
  const parts = ['report.html', 'measurements.jsonl', 'events.log'] as const;
  const wish = { language: locale, parts: [...parts], tellsCountry: country, operator };
  return engine.report(wish, signal, deep).catch((error: unknown) => {
    if (!signal.aborted) throw error;
    throw new CommandError(EXIT.interrupted, 'Stopped before everything was measured; no report was saved.');
  });
}

function contacts({ messengers, controls, resolvers }: ReturnType<Engine['contacts']>): readonly string[] {
  return [
    'To measure, Footbridge now asks, a few seconds long (Ctrl-C stops it):',
    `  messengers: ${messengers.join(', ')}`,
    `  for comparison: ${controls.join(', ')}`,
    `  address books: ${resolvers.join(', ')}`,
  ];
}

function savedText(
  path: string,
  code: string,
  hidden: Awaited<ReturnType<Engine['report']>>['report']['hidden'],
): string {
  const list = hidden.map(({ kind, count }) => `${kind} ${count}`).join(', ');
  const lines = [
    `Saved: ${clean(path, 400)}`,
    ...(code === '' ? [] : [`Code to read on the phone: ${code}`]),
    `Hidden in it: ${list === '' ? 'nothing had to be' : list}`,
    ...WHERE_TO,
  ];
  return `${lines.join('\n')}\n`;
}
