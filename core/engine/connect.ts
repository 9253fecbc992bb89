import type { Wanted } from '../finder/finder.ts';
import { linkedController, onAbort } from '../net/abort.ts';
import { createKeeper } from './keeper.ts';
import type { EngineParts } from './parts.ts';
import { probePlain } from './plain-probe.ts';
import { createCurrentNetwork, createSaver } from './remembering.ts';
import { searchRound } from './round.ts';
import { openSession } from './session.ts';

export interface ConnectOptions {
  /** Asked-for port of the local proxy; the kept one, or a random one, when absent. */
  readonly port?: number | undefined;
  readonly signal: AbortSignal;
}

/** The whole main job; resolves once every search is over, with how to end it. Rejects when aborted before that. */
export async function runConnect(parts: EngineParts, { port, signal }: ConnectOptions) {
  const { settings, clock, random, emit } = parts;
  const keep = createSaver(parts);
  const network = createCurrentNetwork(parts, keep);
  /** Ends with this connection; what runs in the background hangs on it. */
  const { controller: whole, unlink } = linkedController(signal);
  /** Ends when the network changes: what was measured on the old one must not be taken for the new. */
  let stay = new AbortController();
  /** What still goes on behind the person's back; the end waits for it. */
  const pending = new Set<Promise<void>>();
  const session = await openSession(parts, {
    port: port ?? settings.settings.port ?? 0,
    onTrouble: (key) => keeper.trouble(key),
  });
  const { wanted, table } = session;
  const keeper = createKeeper({ table, clock, random, emit, search, networkChanged }, wanted, whole.signal);

  try {
    await networkChanged();
    if (port === undefined && settings.settings.port === undefined) {
      await keep(() => settings.save({ ...settings.settings, port: session.port }));
    }
    await search(wanted, whole.signal, 0);
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
    whole.abort();
    unlink();
    keeper.stop();
    await Promise.all([session.close(), ...pending]);
  }

  /** Returns early, without a word, when the network changed meanwhile: the keeper then searches the new one. */
  async function search(
    list: readonly Wanted[],
    limited: AbortSignal,
    startedAt = clock.monotonic(),
  ): Promise<void> {
    const here = linkedController(limited);
    const unlisten = onAbort(stay.signal, () => here.controller.abort(stay.signal.reason));
    const background = () => {
      unlisten();
      here.unlink();
    };
    try {
      const round = session.round(network.known(), startedAt);
      const { unmeasured, told } = await searchRound(list, round, here.controller.signal);
      const remember = () => network.remember(wanted, table, session.resolver()?.id);
      await remember();
      const probe = probePlain(unmeasured, { ...round, random, signal: here.controller.signal });
      // Verdicts and a late plain way come in by then.
      const later = Promise.all([told, probe])
        .then(remember)
        .catch(() => undefined)
        .finally(() => {
          background();
          pending.delete(later);
        });
      pending.add(later);
    } catch (error) {
      background();
      limited.throwIfAborted();
      if (!here.controller.signal.aborted) throw error;
    }
  }

  async function networkChanged(): Promise<boolean> {
    if (!(await network.look())) return false;
    stay.abort(new Error('the network changed'));
    stay = new AbortController();
    session.changeNetwork(network.known());
    return true;
  }
}
