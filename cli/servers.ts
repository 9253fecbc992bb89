import type { Engine } from '../core/engine.ts';
import { CommandError, EXIT } from './exit-codes.ts';
import { linkErrorSentence } from './link-errors.ts';
import { quoted } from './people/clean.ts';
import type { Printer } from './printer.ts';

type Servers = Engine['servers'];

/** Adds one link. Throws CommandError(badInput) with a sentence that never repeats the link. */
export async function addServer(servers: Servers, link: string): Promise<void> {
  const result = await servers.add(link);
  if (!result.ok) throw new CommandError(EXIT.badInput, linkErrorSentence(result.error));
  process.stderr.write(
    `${result.known ? 'Already there' : 'Added'}: ${result.server.label}\n` +
      'Start "footbridge connect" (again) to use it.\n',
  );
}

/** Lists what was added, secrets hidden. */
export function listServers(servers: Servers, printer: Printer): void {
  const list = servers.list();
  const rows = list.map(({ label, id }, index) => `${index + 1}  ${label}  ${id}\n`).join('');
  printer.value({ servers: list }, rows || 'You have not added any server.\n');
}

/** Forgets one. Throws CommandError(badInput) when there is no such server. */
export async function removeServer(servers: Servers, which: string): Promise<void> {
  const removed = await servers.remove(which);
  if (removed === undefined) {
    const name = quoted(which) === 'that' ? 'of that name' : quoted(which);
    throw new CommandError(EXIT.badInput, `There is no server ${name}; see footbridge list.`);
  }
  process.stderr.write(`Removed: ${removed.label}\n`);
}
