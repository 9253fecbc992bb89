import type { EngineEvent } from '../contract.ts';
import type { Wanted } from '../finder/finder.ts';
import { type LiveRouteTable, routeName } from '../finder/route-table.ts';
import type { RouteKey } from '../model/route.ts';
import type { Clock, Random } from '../model/time.ts';
import type { Transport } from '../model/transport.ts';
import { linkedController } from '../net/abort.ts';

/** A purpose is searched again at most this often after trouble. Milliseconds. */
const BETWEEN_SEARCHES_MS = 10_000;
/** What was not found is looked for again after this long, then twice as long, and so on. Milliseconds. */
const FIRST_RETRY_MS = 30_000;
const LONGEST_RETRY_MS = 600_000;
/** How often the network's traits are read. Milliseconds. */
const WATCH_MS = 10_000;
/** A timer that comes so much later than it should tells that the computer slept. Milliseconds. */
const SLEPT_MS = 30_000;

export interface SearchManner {
  /** The person waits for it. */
  readonly isAsked: boolean;
  /** Monotonic milliseconds that its seconds count from. */
  readonly startedAt: number;
}

export interface KeeperParts {
  readonly table: LiveRouteTable;
  readonly clock: Clock;
  readonly random: Random;
  readonly emit: (event: EngineEvent) => void;
  /** All that wants a way now. */
  readonly wanted: () => readonly Wanted[];
  /** Searches these purposes on the network as it is. Rejects only when aborted. */
  readonly search: (wanted: readonly Wanted[], signal: AbortSignal, how: SearchManner) => Promise<void>;
  /**
   * Resolves to true when this is another network than a moment ago, after everything of the old one was dropped;
   * `isThorough`: looks at what is costly to ask, too.
   */
  readonly networkChanged: (isThorough: boolean) => Promise<boolean>;
  /**
   * Whether the whole network still lets nothing through, by a few packets; false where that is not known to be so, and a search
   * tells more. Rejects only when aborted.
   */
  readonly isStillOut: (signal: AbortSignal) => Promise<boolean>;
  /** What has a way that was proven before and cannot be proven now. Rejects only when aborted. */
  readonly unproven: (signal: AbortSignal) => Promise<readonly Wanted[]>;
}

/** Keeps routes working after the first search: trouble, missing ways, another network. */
export function createKeeper(parts: KeeperParts, signal: AbortSignal) {
  const { table, clock, random, emit, wanted, search } = parts;
  const { controller, unlink } = linkedController(signal);
  /** What is being searched, and by which search. */
  const busy = new Map<string, object>();
  const lastSearch = new Map<string, number>();
  const underWay = new Set<Promise<void>>();
  let isStarted = false;
  let looking: Promise<void> | null = null;
  /** One reading after the other: two at once would both find the same change. */
  let lastReading: Promise<unknown> = Promise.resolve();

  /** Leaves out what is being searched already. */
  async function searchAgain(
    list: readonly Wanted[],
    { isAsked = false, startedAt = clock.monotonic() }: Partial<SearchManner> = {},
  ): Promise<void> {
    const free = list.filter(({ key }) => !busy.has(routeName(key)));
    if (free.length === 0) return;
    const before = new Map(free.map(({ key }) => [routeName(key), table.get(key)]));
    for (const { key } of free) {
      busy.set(routeName(key), before);
      lastSearch.set(routeName(key), clock.monotonic());
    }
    const going = search(free, controller.signal, { isAsked, startedAt });
    const over = going.catch(() => undefined);
    underWay.add(over);
    try {
      await going;
    } finally {
      underWay.delete(over);
      // On another network a newer search may have taken over.
      for (const { key } of free) if (busy.get(routeName(key)) === before) busy.delete(routeName(key));
    }
    for (const { key } of free) tellMove(key, before.get(routeName(key)));
  }

  function tellMove(key: RouteKey, before: Transport | undefined): void {
    const after = table.get(key);
    if (before === undefined || before.id === after?.id) return;
    emit({ event: 'moved', ...key, from: before.label, to: after?.label ?? null });
  }

  async function retryMissing(): Promise<void> {
    for (let wait = FIRST_RETRY_MS; ; wait = Math.min(wait * 2, LONGEST_RETRY_MS)) {
      await clock.sleep(wait * (0.8 + 0.4 * random.uniform()), controller.signal);
      const missing = wanted().filter(({ key }) => table.get(key) === undefined);
      if (missing.length === 0) wait = FIRST_RETRY_MS / 2;
      else await seen(searchUnlessOut(missing));
    }
  }

  async function searchUnlessOut(missing: readonly Wanted[]): Promise<void> {
    if (!(await parts.isStillOut(controller.signal))) await searchAgain(missing);
  }

  async function watchNetwork(): Promise<void> {
    for (;;) {
      const before = clock.now();
      await clock.sleep(WATCH_MS, controller.signal);
      const hasSlept = clock.now() - before > WATCH_MS + SLEPT_MS;
      // A search may be long; what changes meanwhile must be seen.
      if (hasSlept) inBackground(look());
      else inBackground(seen(followNetwork(false).then(() => undefined)));
    }
  }

  /** Whoever asks while one is under way waits for that one. */
  function look(): Promise<void> {
    looking ??= seen(lookCarefully()).finally(() => {
      looking = null;
    });
    return looking;
  }

  async function lookCarefully(): Promise<void> {
    if (await followNetwork(true)) return;
    const missing = wanted().filter(({ key }) => table.get(key) === undefined);
    await Promise.all([searchAgain(missing), parts.unproven(controller.signal).then(searchAgain)]);
  }

  function networkChanged(isThorough: boolean): Promise<boolean> {
    const reading = lastReading.then(() => parts.networkChanged(isThorough));
    lastReading = reading.catch(() => undefined);
    return reading;
  }

  /** Searches that were under way on the old network were called off, so all of it is searched. */
  async function followNetwork(isThorough: boolean): Promise<boolean> {
    if (!(await networkChanged(isThorough))) return false;
    busy.clear();
    await searchAgain(wanted(), { isAsked: true });
    return true;
  }

  /** The first sign of another network is often that nothing gets through any more. */
  async function searchAfterTrouble(one: Wanted): Promise<void> {
    if (!(await followNetwork(false))) await searchAgain([one]);
  }

  /** One turn that breaks must be seen and must not end the keeping. */
  async function seen(work: Promise<void>): Promise<void> {
    try {
      await work;
    } catch (error) {
      if (controller.signal.aborted) return;
      const message = error instanceof Error ? error.message : String(error);
      emit({ event: 'error', code: 'internal', message });
    }
  }

  /** Ends only by being aborted. */
  function inBackground(work: Promise<void>): void {
    work.catch(() => undefined);
  }

  return {
    start() {
      isStarted = true;
      inBackground(retryMissing());
      inBackground(watchNetwork());
    },
    /** Searches these now, for a person who waits; resolves when that is over. Rejects only when aborted. */
    searchFor: (list: readonly Wanted[], startedAt?: number): Promise<void> =>
      searchAgain(list, { isAsked: true, ...(startedAt === undefined ? {} : { startedAt }) }),
    look,
    isSearching: (key: RouteKey): boolean => busy.has(routeName(key)),
    /** Resolves when the searches that go on now are over. */
    underWay: (): Promise<unknown> => Promise.all(underWay),
    /** The local proxy saw a route fail: search again, but not in a tight loop. */
    trouble(key: RouteKey) {
      const found = wanted().find((one) => routeName(one.key) === routeName(key));
      const since = clock.monotonic() - (lastSearch.get(routeName(key)) ?? Number.NEGATIVE_INFINITY);
      // The first search is still under way before.
      if (!isStarted || found === undefined || since < BETWEEN_SEARCHES_MS) return;
      lastSearch.set(routeName(key), clock.monotonic());
      inBackground(seen(searchAfterTrouble(found)));
    },
    stop() {
      controller.abort();
      unlink();
    },
  };
}
export type Keeper = ReturnType<typeof createKeeper>;
