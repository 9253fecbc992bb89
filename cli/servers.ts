import type { Engine } from '../core/engine.ts';
import { CommandError, EXIT } from './exit-codes.ts';
import { linkErrorSentence } from './link-errors.ts';
import { quoted } from './people/clean.ts';
import type { Printer } from './printer.ts';

type Kept = Pick<Engine, 'servers' | 'lists' | 'keyChanges'>;
export type KeyPlace = ReturnType<Engine['keyring']['place']>;

/** Adds one link. Throws CommandError(badInput) with a sentence that never repeats the link. */
export async function addServer(servers: Pick<Engine['servers'], 'add'>, link: string): Promise<void> {
  const result = await servers.add(link);
  if (!result.ok) throw new CommandError(EXIT.badInput, linkErrorSentence(result.error));
  process.stderr.write(
    `${result.known ? 'Already there' : 'Added'}: ${result.server.label}\n` +
      'Start "footbridge connect" (again) to use it.\n',
  );
}

/**
 * Where the key is, once the keyring has answered, which may ask the person for its password first. Throws CommandError(interrupted) where they
 * call that off.
 */
export async function keyPlace({ keyring }: Pick<Engine, 'keyring'>, signal: AbortSignal): Promise<KeyPlace> {
  if (keyring.place() !== 'waiting') return keyring.place();
  let onAbort = () => {};
  const calledOff = new Promise<void>((resolve) => {
    onAbort = resolve;
    signal.addEventListener('abort', onAbort, { once: true });
  });
  await Promise.race([keyring.unlock(), calledOff]);
  signal.removeEventListener('abort', onAbort);
  if (signal.aborted) throw new CommandError(EXIT.interrupted, 'Nothing was changed.');
  return keyring.place();
}

/** Throws CommandError where servers are locked away: what is changed now could not be kept. */
export function needKey(place: KeyPlace): void {
  if (place === 'locked')
    throw new CommandError(
      EXIT.failed,
      'Nothing was changed: it could not be kept while the keyring is locked.',
    );
}

/** Says where the key lies that links are locked with, where that is not the keyring. */
export function tellKeyPlace(place: KeyPlace): void {
  if (place !== 'file') return;
  process.stderr.write(
    'The key to it lies in a file that only you can read: no keyring of this computer is used.\n',
  );
}

/** Lists what was added, secrets hidden. */
export function listServers({ servers, lists, keyChanges }: Kept, place: KeyPlace, printer: Printer): void {
  const list = servers.list().map((server) => {
    const change = keyChanges.of(server.id);
    return { ...server, ...(change && { keyChange: change }) };
  });
  const hosts = new Map(lists.list().map(({ id, host }) => [id, host]));
  const from = (id: string | undefined) => (id === undefined ? '' : `  (list of ${hosts.get(id) ?? '?'})`);
  const warn = (isOther: boolean, place: number) =>
    isOther ? `   ! shows another key than before; see footbridge trust ${place}\n` : '';
  const rows = list.map(
    ({ label, id, list: of, keyChange }, index) =>
      `${index + 1}  ${label}  ${id}${from(of)}\n${warn(keyChange !== undefined, index + 1)}`,
  );
  const ends = lists.list().map(({ id, host }) => `list of ${host}  ${id}\n`);
  printer.value(
    { servers: list, lists: lists.list() },
    [...rows, ...ends].join('') ||
      (place === 'locked' ? 'They cannot be read.\n' : 'You have not added any server.\n'),
  );
}

/** Forgets a server, or a list with its servers. Throws CommandError(badInput) when there is no such server. */
export async function removeServer(
  { servers, lists }: Omit<Kept, 'keyChanges'>,
  place: KeyPlace,
  which: string,
): Promise<void> {
  needKey(place);
  const list = lists.list().find(({ id }) => id === which);
  if (list !== undefined) {
    await lists.forget(list.id);
    process.stderr.write(`Removed: the list of ${list.host}\n`);
    return;
  }
  const removed = await servers.remove(which);
  if (removed === undefined) {
    const name = quoted(which) === 'that' ? 'of that name' : quoted(which);
    throw new CommandError(EXIT.badInput, `There is no server ${name}; see footbridge list.`);
  }
  process.stderr.write(`Removed: ${removed.label}\n`);
}
