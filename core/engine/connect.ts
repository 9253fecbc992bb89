import type { Wanted } from '../finder/finder.ts';
import { routeName } from '../finder/route-table.ts';
import { networkKey } from '../store/network-memory.ts';
import { createKeeper } from './keeper.ts';
import type { EngineParts } from './parts.ts';
import { probePlain } from './plain-probe.ts';
import { searchRound } from './round.ts';
import { openSession } from './session.ts';

export interface ConnectOptions {
  /** Asked-for port of the local proxy; the kept one, or a random one, when absent. */
  readonly port?: number | undefined;
  readonly signal: AbortSignal;
}

/** The whole main job; resolves once every search is over, with how to end it. Rejects when aborted before that. */
export async function runConnect(parts: EngineParts, { port, signal }: ConnectOptions) {
  const { settings, memory, clock, random, emit } = parts;
  const session = await openSession(parts, {
    port: port ?? settings.settings.port ?? 0,
    onTrouble: (key) => keeper.trouble(key),
  });
  const { wanted, table } = session;
  const keeper = createKeeper({ table, clock, random, emit, search, networkChanged }, wanted, signal);
  let network = '';

  try {
    await networkChanged();
    if (port === undefined && settings.settings.port === undefined) {
      await settings.save({ ...settings.settings, port: session.port });
    }
    await search(wanted, signal);
  } catch (error) {
    await close();
    throw error;
  }
  const missing = wanted.filter(({ key }) => table.get(key) === undefined).map(({ key }) => key);
  emit({
    event: 'ready',
    proxy: `127.0.0.1:${session.port}`,
    seconds: clock.monotonic() / 1000,
    routes: wanted.length - missing.length,
    missing,
  });
  keeper.start();
  return { port: session.port, close };

  async function close(): Promise<void> {
    keeper.stop();
    await session.close();
  }

  async function search(list: readonly Wanted[], limited: AbortSignal): Promise<void> {
    const round = session.round(memory.recall(network));
    const { unmeasured } = await searchRound(list, round, limited);
    await remember();
    if (unmeasured.length === 0) return;
    probePlain(unmeasured, { ...round, random, signal: limited }).catch((error: unknown) => {
      if (!limited.aborted) emit({ event: 'error', code: 'internal', message: String(error) });
    });
  }

  async function remember(): Promise<void> {
    const routes = wanted.flatMap(({ key }) => {
      const transport = table.get(key);
      return transport === undefined ? [] : [[routeName(key), transport.id]];
    });
    const resolver = session.resolver();
    await memory.remember(network, {
      ...(resolver === null ? {} : { resolver: resolver.id }),
      routes: Object.fromEntries(routes),
    });
  }

  async function networkChanged(): Promise<boolean> {
    const now = networkKey(parts.vault.identityKey, (await parts.readNetwork()).traits);
    if (now === network) return false;
    network = now;
    session.changeNetwork(memory.recall(now));
    return true;
  }
}
