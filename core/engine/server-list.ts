import type { SidecarWish } from '../model/sidecar.ts';
import type { Clock } from '../model/time.ts';
import type { Transport } from '../model/transport.ts';
import { MOST_SERVERS, type SavedServer, type Vault } from '../store/vault.ts';
import { serverId } from '../transports/build.ts';
import { engineWish } from '../transports/engine-dialer.ts';
import {
  type Expression,
  labelExpression,
  parseExpression,
  printExpression,
} from '../transports/expression.ts';
import { readLoneLink } from '../transports/links/link-list.ts';
import type { LinkError } from '../transports/links/link-result.ts';
import { printTelegramLink } from '../transports/links/telegram.ts';
import { type Kept, ofItsOwn, withoutOne } from './lists/merge.ts';

/** A saved server as it may be shown: no secret in it. */
export interface ListedServer {
  readonly id: Transport['id'];
  readonly label: string;
  readonly addedAt: number;
  /** What the person calls it. */
  readonly name?: string;
  readonly hasPassword: boolean;
  /** The identifier of the list it belongs to. */
  readonly list?: string;
}

export type AddError =
  | LinkError
  | { readonly code: 'too-many-servers' }
  /** It needs one of these programs of others, and none is on this computer. */
  | { readonly code: 'missing-engine'; readonly programs: readonly string[] };

/** Programs of which a way needs one and none is here; null where nothing is missing. */
type MissingFor = (wish: SidecarWish, signal: AbortSignal) => Promise<readonly string[] | null>;

const LOOK_MS = 10_000;

export type AddResult =
  | { readonly ok: true; readonly server: ListedServer; readonly known: boolean }
  | { readonly ok: false; readonly error: AddError };

/** Whether a user name or password would be given to somebody. */
export function hasPassword({ hops }: Expression): boolean {
  return hops.some((hop) => hop.kind === 'proxy' && hop.credentials !== undefined);
}

/**
 * The servers the person was given, in the order in which they are tried: adding one is saying yes to contacting it. What
 * cannot be written holds until the end, and `keep` decides whether that is a failure.
 */
export function createServerList(
  vault: Pick<Vault, 'servers' | 'lists' | 'identityKey' | 'save'>,
  clock: Clock,
  keep: (write: () => Promise<void>) => Promise<void> = (write) => write(),
  missingFor: MissingFor = async () => null,
) {
  let kept: Kept = { servers: vault.servers, lists: vault.lists };
  let turn: Promise<unknown> = Promise.resolve();

  const idOf = ({ expression }: SavedServer): string | undefined => {
    const parsed = parseExpression(expression);
    return parsed.ok ? serverId(parsed.expression, vault.identityKey) : undefined;
  };

  const savedAs = (id: string): string | undefined =>
    kept.servers.find((server) => idOf(server) === id)?.expression;

  /** What a server is, with its secrets; undefined where there is none of that identifier. */
  function expressionOf(id: string): Expression | undefined {
    const parsed = parseExpression(savedAs(id) ?? '');
    return parsed.ok ? parsed.expression : undefined;
  }

  function shown({ expression, addedAt, name, list }: SavedServer): readonly ListedServer[] {
    const parsed = parseExpression(expression);
    if (!parsed.ok) return [];
    return [
      {
        id: serverId(parsed.expression, vault.identityKey),
        label: labelExpression(parsed.expression),
        addedAt,
        ...(name === undefined ? {} : { name }),
        hasPassword: hasPassword(parsed.expression),
        ...(list === undefined ? {} : { list }),
      },
    ];
  }

  /** One after the other: each change starts from what the one before has left. */
  function inTurn<T>(change: () => Promise<T>): Promise<T> {
    const done = turn.then(change, change);
    turn = done;
    return done;
  }

  const saveAll = async (next: Kept) => {
    kept = next;
    await keep(() => vault.save(next.servers, next.lists));
  };
  const save = (servers: readonly SavedServer[]) => saveAll({ ...kept, servers });

  async function addExpression(expression: Expression): Promise<AddResult> {
    const added = { expression: printExpression(expression), addedAt: clock.now() };
    const { servers } = kept;
    const before = servers.find((server) => server.expression === added.expression);
    if (before === undefined) {
      if (servers.length >= MOST_SERVERS) return { ok: false, error: { code: 'too-many-servers' } };
      await save([...servers, added]);
    } else if (before.list !== undefined)
      await save(servers.map((one) => (one === before ? ofItsOwn(one) : one)));
    const [server] = shown(before ?? added);
    if (server === undefined) throw new Error('a parsed link did not print back');
    return { ok: true, server, known: before !== undefined };
  }

  /** Changes the one of that identifier; resolves to whether there is one. */
  const changeOne = (id: string, change: (index: number, server: SavedServer) => readonly SavedServer[]) =>
    inTurn(async () => {
      const index = kept.servers.findIndex((server) => idOf(server) === id);
      const server = kept.servers[index];
      if (server === undefined) return false;
      await save(change(index, server));
      return true;
    });

  return {
    list: (): readonly ListedServer[] => kept.servers.flatMap(shown),
    /** With their secrets, for those that dial. */
    saved: (): readonly SavedServer[] => kept.servers,
    /** With the lists that some of them belong to. */
    kept: (): Kept => kept,
    /** Changes servers and lists together, in its turn. */
    change: (change: (before: Kept) => Kept): Promise<void> => inTurn(() => saveAll(change(kept))),
    /** Takes in what the vault has given out since, before what was added meanwhile. */
    takeIn: (): Promise<void> =>
      inTurn(async () => {
        const late = kept;
        kept = { servers: vault.servers, lists: vault.lists };
        const known = new Set(kept.servers.map(({ expression }) => expression));
        const added = late.servers.filter(
          ({ expression, list }) => list === undefined && !known.has(expression),
        );
        if (added.length > 0) await save([...kept.servers, ...added].slice(0, MOST_SERVERS));
      }),
    /** What a server is called where no secret may be. */
    idOf,
    async add(link: string): Promise<AddResult> {
      const parsed = readLoneLink(link);
      if (!parsed.ok) return { ok: false, error: parsed.error };
      const wish = engineWish(parsed.expression);
      const programs = wish === undefined ? null : await missingFor(wish, AbortSignal.timeout(LOOK_MS));
      if (programs !== null) return { ok: false, error: { code: 'missing-engine', programs } };
      return inTurn(() => addExpression(parsed.expression));
    },
    /** The same for a link that was read before. */
    addExpression: (expression: Expression): Promise<AddResult> => inTurn(() => addExpression(expression)),
    /** Forgets by position (from 1) or identifier; resolves to what was removed, or undefined. */
    remove: (which: string): Promise<ListedServer | undefined> =>
      inTurn(async () => {
        const index = kept.servers.findIndex(
          (server, at) => which === String(at + 1) || idOf(server) === which,
        );
        const removed = kept.servers[index];
        if (removed === undefined) return undefined;
        await saveAll(withoutOne(kept, removed, idOf(removed)));
        return shown(removed)[0];
      }),
    /** An empty name takes it away; resolves to whether there is such a server. */
    rename: (id: string, name: string): Promise<boolean> =>
      changeOne(id, (index, { name: _, ...server }) =>
        kept.servers.with(index, { ...server, ...(name === '' ? {} : { name }) }),
      ),
    /** To a place counted from 0, the last one where there are fewer; resolves to whether there is such a server. */
    move: (id: string, to: number): Promise<boolean> =>
      changeOne(id, (index, server) => kept.servers.toSpliced(index, 1).toSpliced(to, 0, server)),
    /** The whole link, with its secrets, as others read it; undefined where there is no such server. */
    link(id: string): string | undefined {
      const expression = expressionOf(id);
      return (expression && printTelegramLink(expression)) ?? savedAs(id);
    },
    expressionOf,
  };
}
export type ServerList = ReturnType<typeof createServerList>;
