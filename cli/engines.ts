import { resolve } from 'node:path';
import type { GivenFault, KeepingFault, Programs } from '../core/engine.ts';
import { CommandError, EXIT } from './exit-codes.ts';
import { clean } from './people/clean.ts';
import type { Printer } from './printer.ts';

const GIVEN: Readonly<Record<GivenFault, string>> = {
  'cannot-read': 'There is no such file, or it cannot be read.',
  archive:
    'The program is packed. Unpack it first, then name the program itself: one file out of what was packed.',
  'other-system': 'That is a program for another kind of computer. Get the one for this system.',
  'no-program': 'That is no program.',
  'unknown-name': 'It is not called like a program that Footbridge knows; see footbridge engines.',
  'too-big': 'That is too big to be one of these programs.',
  'not-the-one': 'It is not the program its authors offer: somebody may have changed it. It was not taken.',
};
const KEEPING: Readonly<Record<KeepingFault, string>> = {
  changed: 'The file has changed meanwhile. Nothing was taken.',
  'does-not-start':
    'It does not start here. It may be for another kind of processor, or need files that came with it. Nothing was taken.',
  'something-else': 'It is not the program it is called like. Nothing was taken.',
  'other-version': 'Footbridge does not know how to talk to its version. Nothing was taken.',
  'cannot-save': 'It could not be copied: the disk may be full. Nothing was taken.',
};
const SHOWN_DIGITS = 8;

/** A SHA-256 as two people can compare it by telephone. */
const ends = (sha256: string) => `${sha256.slice(0, SHOWN_DIGITS)} … ${sha256.slice(-SHOWN_DIGITS)}`;
const vouched = (isKnown: boolean) => (isKnown ? 'known to be good' : 'not known to Footbridge');

/** Lists the programs that links may need: those that are here, and where the others can be had. */
export async function listEngines(
  programs: Pick<Programs, 'list'>,
  printer: Pick<Printer, 'value'>,
  signal: AbortSignal,
): Promise<void> {
  const list = await programs.list(signal);
  const rows = list.map(({ name, commands, source, here }) => {
    if (here === null) return `${name}\n  not here: a file called ${commands.join(' or ')}, from ${source}\n`;
    const hash = here.sha256 === null ? 'unreadable' : `${ends(here.sha256)} (${vouched(here.isKnown)})`;
    return `${name}${here.version === null ? '' : ` ${here.version}`}\n  ${clean(here.path)}\n  SHA-256 ${hash}\n`;
  });
  printer.value({ programs: list }, rows.join(''));
}

interface Consent {
  readonly isSure: boolean;
  /** Undefined where there is nobody to ask. Rejects when called off. */
  readonly ask: (question: string, signal: AbortSignal) => Promise<boolean | undefined>;
}

/** Takes a program that somebody was given, after their yes. Throws CommandError with a sentence. */
export async function addEngine(
  programs: Pick<Programs, 'look' | 'keep'>,
  path: string,
  { isSure, ask }: Consent,
  signal: AbortSignal,
): Promise<void> {
  const given = await programs.look(resolve(path));
  if (!given.ok) throw new CommandError(EXIT.badInput, GIVEN[given.fault]);
  const { program } = given;
  process.stderr.write(
    `${program.name}, ${(program.bytes / 1e6).toFixed(1)} MB, SHA-256 ${ends(program.sha256)}\n` +
      `${program.isKnown ? 'It is known to be good.' : 'Nobody vouches for it: compare these letters with whoever gave it to you.'}\n` +
      'It will run with all your rights, and your system will not warn you of it once more.\n',
  );
  const answer = isSure || (await ask('Take it? [y/N] ', signal));
  if (answer === undefined)
    throw new CommandError(EXIT.usage, 'Nothing was taken. If you trust whoever it is from, add --yes.');
  if (!answer) throw new CommandError(EXIT.interrupted, 'Nothing was taken.');
  const kept = await programs.keep(program, signal);
  if (!kept.ok) throw new CommandError(EXIT.badInput, KEEPING[kept.fault]);
  const version = kept.version === null ? '' : ` ${kept.version}`;
  process.stderr.write(`Taken: ${program.name}${version}. Links that need it can be added now.\n`);
}

/** Removes a program that was taken. Throws CommandError(badInput) where there is none of that name. */
export async function removeEngine(programs: Pick<Programs, 'remove'>, command: string): Promise<void> {
  if (!(await programs.remove(command)))
    throw new CommandError(EXIT.badInput, 'No such program was taken; see footbridge engines.');
  process.stderr.write('Removed.\n');
}
