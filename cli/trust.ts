import type { Engine } from '../core/engine.ts';
import { CommandError, EXIT } from './exit-codes.ts';
import type { Consent } from './lists.ts';
import { quoted } from './people/clean.ts';
import { type KeyPlace, needKey } from './servers.ts';

/**
 * Shows by what an SSH server was known and what it shows now, and takes that after a yes. Throws CommandError where there is
 * no such server, or nobody said yes.
 */
export async function trustServer(
  { servers, keyChanges }: Pick<Engine, 'servers' | 'keyChanges'>,
  place: KeyPlace,
  which: string,
  { isSure, ask }: Consent,
  signal: AbortSignal,
): Promise<void> {
  needKey(place);
  const server = servers.list().find(({ id }, index) => which === id || which === String(index + 1));
  if (server === undefined)
    throw new CommandError(EXIT.badInput, `There is no server ${quoted(which)}; see footbridge list.`);
  const change = keyChanges.of(server.id);
  if (change === undefined)
    throw new CommandError(EXIT.badInput, `${server.label} has shown no other key than the one it had.`);
  process.stderr.write(`${server.label} shows another key than before.
  before  SHA256:${change.known.fingerprint}
  now     SHA256:${change.shown.fingerprint}
Either its owner set it up anew, or somebody between pretends to be it and would hear your password. Ask the
owner by other means what "ssh-keyscan localhost | ssh-keygen -lf -" prints on the server.
`);
  const answer = isSure || (await ask('Does the owner say that this is their key now? [y/N] ', signal));
  if (answer === undefined)
    throw new CommandError(EXIT.badInput, 'Add --yes once the owner has said that this is their key now.');
  if (!answer) throw new CommandError(EXIT.interrupted, 'Nothing was changed: the server stays refused.');
  if (!(await keyChanges.accept(server.id, change.shown.fingerprint)))
    throw new CommandError(EXIT.failed, 'It shows yet another key now. Nothing was changed.');
  process.stderr.write('Its new key is known now. Start "footbridge connect" (again) to use it.\n');
}
