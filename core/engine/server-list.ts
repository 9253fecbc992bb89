import type { Clock } from '../model/time.ts';
import type { Transport } from '../model/transport.ts';
import { MOST_SERVERS, type SavedServer, type Vault } from '../store/vault.ts';
import { serverId } from '../transports/build.ts';
import { labelExpression, parseExpression, printExpression } from '../transports/expression.ts';
import { type LinkError, parseLink } from '../transports/link.ts';

/** A saved server as it may be shown: no secret in it. */
export interface ListedServer {
  readonly id: Transport['id'];
  readonly label: string;
  readonly addedAt: number;
}

export type AddError = LinkError | { readonly code: 'too-many-servers' };

export type AddResult =
  | { readonly ok: true; readonly server: ListedServer; readonly known: boolean }
  | { readonly ok: false; readonly error: AddError };

/** The servers the person was given: adding one is saying yes to contacting it. */
export function createServerList(vault: Vault, clock: Clock) {
  let servers: readonly SavedServer[] = vault.servers;

  function shown({ expression, addedAt }: SavedServer): readonly ListedServer[] {
    const parsed = parseExpression(expression);
    if (!parsed.ok) return [];
    const id = serverId(parsed.expression, vault.identityKey);
    return [{ id, label: labelExpression(parsed.expression), addedAt }];
  }

  const save = async (next: readonly SavedServer[]) => {
    await vault.save(next);
    servers = next;
  };

  return {
    list: (): readonly ListedServer[] => servers.flatMap(shown),
    async add(link: string): Promise<AddResult> {
      const parsed = parseLink(link);
      if (!parsed.ok) return { ok: false, error: parsed.error };
      const added = { expression: printExpression(parsed.expression), addedAt: clock.now() };
      const known = servers.some(({ expression }) => expression === added.expression);
      if (!known && servers.length >= MOST_SERVERS) return { ok: false, error: { code: 'too-many-servers' } };
      if (!known) await save([...servers, added]);
      const [server] = shown(added);
      if (server === undefined) throw new Error('a parsed link did not print back');
      return { ok: true, server, known };
    },
    /** Forgets by position (from 1) or identifier; resolves to what was removed, or undefined. */
    async remove(which: string): Promise<ListedServer | undefined> {
      const index = servers.findIndex(
        (server, at) => which === String(at + 1) || shown(server)[0]?.id === which,
      );
      const removed = servers[index];
      if (removed === undefined) return undefined;
      await save(servers.filter((_, at) => at !== index));
      return shown(removed)[0];
    },
  };
}
