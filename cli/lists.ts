import { type Engine, type ListFailure, listHost, readListAddress } from '../core/engine.ts';
import { CommandError, EXIT } from './exit-codes.ts';
import { addServer } from './servers.ts';

export interface Consent {
  /** The person said yes on the command line. */
  readonly isSure: boolean;
  /** Asks; undefined where there is nobody to ask. */
  readonly ask: (question: string, signal: AbortSignal) => Promise<boolean | undefined>;
}

const FAILURES: Readonly<Record<ListFailure, string>> = {
  unreachable: 'Nobody answered there. Start "footbridge connect" and try again, or try later.',
  'not-trusted': 'Who answered there could not prove to be the right one. Nothing was taken from them.',
  refused:
    'Its web server does not give the list out: it may have ended, or a letter of the link is missing.',
  'too-large': 'What came is far too large for a list.',
  'no-servers': 'What came is no list of servers that Footbridge can use.',
};

/** Adds a server, or after a yes a list of them. Throws CommandError with a sentence that never repeats the link. */
export async function addLink(
  {
    servers,
    lists,
  }: { readonly servers: Pick<Engine['servers'], 'add'>; readonly lists: Pick<Engine['lists'], 'add'> },
  link: string,
  { isSure, ask }: Consent,
  signal: AbortSignal,
): Promise<void> {
  const address = readListAddress(link);
  if (address === undefined) return addServer(servers, link);
  const host = listHost(address);
  const question = `This is the address of a list of servers, kept by ${host}.\nFetch it there now and then, and let your messengers use its servers? [y/N] `;
  const answer = isSure || (await ask(question, signal));
  if (answer === undefined) {
    const advice = `This is the address of a list of servers, kept by ${host}. Add --yes to have it fetched.`;
    throw new CommandError(EXIT.badInput, advice);
  }
  if (!answer) throw new CommandError(EXIT.interrupted, 'Nothing was added, and nobody was contacted.');
  const outcome = await lists.add(address, signal);
  if (outcome.kind === 'too-many')
    throw new CommandError(EXIT.badInput, 'There are eight lists already: remove one first.');
  if (outcome.kind === 'failed') throw new CommandError(EXIT.badInput, FAILURES[outcome.failure]);
  process.stderr.write(
    outcome.kind === 'unchanged'
      ? `Already there, and nothing has changed: the list of ${host}\n`
      : `The list of ${host}: ${count(outcome.added)} added\n${leftOut(outcome.left, outcome.faults.length)}`,
  );
  process.stderr.write('Start "footbridge connect" (again) to use it.\n');
}

function count(servers: number): string {
  return servers === 1 ? '1 server' : `${servers} servers`;
}

function leftOut(left: number, faults: number): string {
  const noRoom = left === 0 ? '' : `There was no room for ${count(left)} more.\n`;
  return faults === 0 ? noRoom : `${noRoom}Footbridge cannot use ${count(faults)} of it.\n`;
}
