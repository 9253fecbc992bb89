import { tryTransport } from '../finder/attempt.ts';
import type { Wanted } from '../finder/finder.ts';
import type { NetworkVerdict } from '../model/verdict.ts';
import { linkedController, onAbort } from '../net/abort.ts';
import { createAdoption } from './adopt.ts';
import { createBackground } from './background.ts';
import { createKeeper, type SearchManner } from './keeper.ts';
import { type MtprotoAddress, mtprotoLink } from './mtproto-door.ts';
import { looksBackHere } from './network.ts';
import { createOutage } from './outage.ts';
import type { EngineParts } from './parts.ts';
import { probePlain } from './plain-probe.ts';
import { createCurrentNetwork, createSaver } from './remembering.ts';
import { createRivalWatch } from './rivals.ts';
import { searchRound } from './round.ts';
import { openSession, type Session } from './session.ts';
import type { Sharing } from './sharing.ts';
import { openSharing } from './sharing-here.ts';
import { keepLists, keepServers } from './upkeep.ts';
import { followNetworkProxy } from './uplink.ts';

export interface ConnectOptions {
  /** Asked-for port of the local proxy; the kept one, or a random one, when absent. */
  readonly port?: number | undefined;
  /** Opens the local MTProto proxy as well, and tells its link. */
  readonly mtproto?: boolean;
  readonly signal: AbortSignal;
  /** Monotonic milliseconds that the seconds of the first search count from; now, when absent. */
  readonly startedAt?: number;
}

/** The local proxy is open, and what is wanted is searched for and kept until `close`. */
export interface Connection {
  readonly port: number;
  readonly pacUrl: string;
  /** Resolves once the first search is over; rejects when it was called off. */
  readonly searched: Promise<void>;
  /** Purposes without a way. */
  missing(): readonly Wanted[];
  /** Searches again what has no way; resolves when that is over. Rejects only when called off. */
  searchMissing(): Promise<void>;
  /** The network may be another, or what was open may have died meanwhile: finds out, and searches what that concerns. */
  look(): Promise<void>;
  /**
   * Takes over which messengers are chosen and which servers there are now, and searches what has no way for it. Routes
   * that are still wanted stay, and so do open connections. Rejects only when called off.
   */
  adopt(): Promise<void>;
  readonly session: Session;
  /** Where the local MTProto proxy listens, from now on and after each start: apps keep it. Rejects where it cannot. */
  openMtproto(): Promise<MtprotoAddress>;
  /** With phones of this network. */
  readonly sharing: Sharing;
  /** Aborted when it closes. */
  readonly ended: AbortSignal;
  close(): Promise<void>;
}

/** The whole main job for those who wait; resolves once every search is over, with how to end it. Rejects when aborted before that. */
export async function runConnect(parts: EngineParts, options: ConnectOptions): Promise<Connection> {
  const connection = await openConnection(parts, { startedAt: 0, ...options });
  try {
    await connection.searched;
  } catch (error) {
    await connection.close();
    throw error;
  }
  const mtproto = options.mtproto ? mtprotoLink(await connection.openMtproto()) : undefined;
  const missing = connection.missing().map(({ key }) => key);
  parts.emit({
    event: 'ready',
    proxy: `127.0.0.1:${connection.port}`,
    seconds: parts.clock.monotonic() / 1000,
    routes: connection.session.wanted().length - missing.length,
    missing,
    ...(mtproto === undefined ? {} : { mtproto }),
  });
  return connection;
}

/** Opens the local proxy and begins to search; resolves as soon as the proxy is open. Rejects where it cannot be, or when aborted. */
export async function openConnection(
  parts: EngineParts,
  { port, signal, startedAt = parts.clock.monotonic() }: ConnectOptions,
): Promise<Connection> {
  const { settings, clock, random, emit, observer } = parts;
  const keep = createSaver(parts);
  const network = createCurrentNetwork(parts, keep);
  const outage = createOutage(clock.now);
  const tell: typeof emit = (event) => emit(outage.told(event));
  /** Ends with this connection; what runs in the background hangs on it. */
  const { controller: whole, unlink } = linkedController(signal);
  /** Ends when the network changes: what was measured on the old one must not be taken for the new. */
  let stay = new AbortController();
  let isBegun = false;
  const { inBackground, over: allOver } = createBackground();
  const session = await openSession(
    { ...parts, observer: { ...observer, onNetwork } },
    { port: port ?? settings.settings.port ?? 0, onTrouble: (key) => keeper.trouble(key) },
  );
  const sharing = openSharing(parts, { keep, carry: session.carryGuest, ended: whole.signal });
  const { table, wanted } = session;
  const keeper = createKeeper(
    { table, clock, random, emit, wanted, search, networkChanged, isStillOut, unproven },
    whole.signal,
  );
  const adopt = createAdoption(parts, session, keeper);
  const watchRivals = createRivalWatch(parts);
  const lookForRivals = () => inBackground(watchRivals(whole.signal)).catch(() => undefined);
  const missing = () => wanted().filter(({ key }) => table.get(key) === undefined);

  try {
    await networkChanged(true);
    if (port === undefined && settings.settings.port === undefined) {
      await keep(() => settings.change({ port: session.port }));
    }
    whole.signal.throwIfAborted();
  } catch (error) {
    await close();
    throw error;
  }
  isBegun = true;
  if (settings.settings.mtprotoPort !== undefined)
    inBackground(openMtproto().then(() => undefined)).catch(() => undefined);
  void lookForRivals();
  const searched = inBackground(keeper.searchFor(wanted(), startedAt).then(keeper.start));
  unawaited(sharing.resume());
  const upkeep = { parts, session, adopt: () => inBackground(adopt()), signal: whole.signal };
  searched
    .then(() => Promise.all([inBackground(keepLists(upkeep)), inBackground(keepServers(upkeep))]))
    .catch(() => undefined);
  return {
    port: session.port,
    pacUrl: session.pacUrl,
    searched,
    missing,
    searchMissing() {
      void lookForRivals();
      return inBackground(keeper.searchFor(missing()));
    },
    look: () => inBackground(keeper.look()),
    adopt() {
      unawaited(sharing.chosenChanged());
      return inBackground(adopt());
    },
    session,
    openMtproto,
    sharing,
    ended: whole.signal,
    close,
  };

  async function close(): Promise<void> {
    whole.abort(new Error('the connection was closed'));
    unlink();
    keeper.stop();
    await Promise.all([sharing.close(), session.close(), allOver()]);
  }

  function onNetwork(verdict: NetworkVerdict): void {
    observer.onNetwork(verdict);
    if (verdict.cause === 'captive-portal') unawaited(sharing.networkIsPublic());
  }

  /** Its outcome is in the state; what breaks it is told like every fault of ours. */
  function unawaited(work: Promise<void>): void {
    work.catch((error: unknown) => {
      const message = error instanceof Error ? error.message : String(error);
      if (!whole.signal.aborted) emit({ event: 'error', code: 'internal', message });
    });
  }

  async function openMtproto(): Promise<MtprotoAddress> {
    const address = await session.mtproto.open(settings.settings.mtprotoPort);
    if (settings.settings.mtprotoPort === undefined)
      await keep(() => settings.change({ mtprotoPort: address.port }));
    return address;
  }

  /** Returns early, without a word, when the network changed meanwhile: the keeper then searches the new one. */
  async function search(
    list: readonly Wanted[],
    limited: AbortSignal,
    { isAsked, startedAt: since }: SearchManner,
  ): Promise<void> {
    const here = linkedController(limited);
    const unlisten = onAbort(stay.signal, () => here.controller.abort(stay.signal.reason));
    const background = () => {
      unlisten();
      here.unlink();
    };
    const over = observer.onSearch(
      list.map(({ key }) => key),
      isAsked,
    );
    try {
      const round = { ...session.round(network.known(), since, isAsked), emit: tell };
      const { unmeasured, told } = await searchRound(list, round, here.controller.signal);
      const remember = () => network.remember(wanted(), session);
      await remember();
      const probe = probePlain(unmeasured, { ...round, random, signal: here.controller.signal });
      // Verdicts and a late plain way come in by then.
      inBackground(Promise.all([told, probe]).then(remember).finally(background)).catch(() => undefined);
    } catch (error) {
      background();
      limited.throwIfAborted();
      if (!here.controller.signal.aborted) throw error;
    } finally {
      over();
    }
  }

  async function networkChanged(isThorough: boolean): Promise<boolean> {
    const isOther = await network.look(isThorough);
    // The first look finds a network, not another one.
    if (!isOther && isBegun) return false;
    stay.abort(new Error('the network changed'));
    stay = new AbortController();
    const proxy = await followNetworkProxy(parts, session.port, whole.signal);
    session.changeNetwork(network.known());
    if (isBegun) unawaited(sharing.networkChanged());
    outage.reset();
    if (isBegun) observer.onNetworkChanged();
    emit({
      event: 'uplink',
      insideVpn: network.insideVpn(),
      proxy,
      isAnother: isBegun && network.isAnother(),
    });
    return true;
  }

  /** Where somebody's server may be let through, only a search tells. */
  async function isStillOut(limited: AbortSignal): Promise<boolean> {
    if (!outage.isLightEnough() || parts.bricks.servers().length > 0) return false;
    if (await looksBackHere(parts, limited)) return false;
    const word = outage.lookedAgain();
    if (word !== null) emit(word);
    return true;
  }

  /** What has a way that does not lead there any more. Rejects only when aborted. */
  async function unproven(limited: AbortSignal): Promise<readonly Wanted[]> {
    const silent = { trace: () => undefined, onAttempt: () => undefined };
    const tools = { prover: session.prover, gate: parts.bricks.gate, signal: limited, ...silent };
    const checked = await Promise.all(
      wanted().map(async (one) => {
        const route = table.get(one.key);
        const isOpen = route === undefined || (await tryTransport(one.data.samples, route, tools));
        return isOpen || table.get(one.key) !== route ? [] : [one];
      }),
    );
    return checked.flat();
  }
}
