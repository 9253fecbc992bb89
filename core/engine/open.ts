import type { EngineEvent } from '../contract.ts';
import type { Keyring } from '../model/keyring.ts';
import type { FindProxy } from '../model/network-proxy.ts';
import type { Clock, Random } from '../model/time.ts';
import { trustedRoots } from '../net/trust.ts';
import { createEngineStart } from '../sidecars/child.ts';
import { findRunningTor } from '../sidecars/running-tor.ts';
import { createSidecars } from '../sidecars/sidecars.ts';
import { openHistory } from '../store/history.ts';
import { type KnownHosts, openKnownHosts } from '../store/known-hosts.ts';
import { networkKey, openNetworkMemory } from '../store/network-memory.ts';
import { loadResources } from '../store/resources.ts';
import { openSettings } from '../store/settings.ts';
import { openVault, type Vault } from '../store/vault.ts';
import type { Computer } from '../system/computer.ts';
import { systemNetworkReader } from '../system/network/reader.ts';
import { findRivals } from '../system/rivals/find-rivals.ts';
import { parseExpression } from '../transports/expression.ts';
import { createBricks } from './bricks.ts';
import { here } from './here.ts';
import { createKeyChanges } from './key-changes.ts';
import { followKeyring } from './late-keys.ts';
import { createListBook } from './lists/list-book.ts';
import { NOBODY, type Observer } from './observer.ts';
import type { EngineParts } from './parts.ts';
import { openFinder, openShelf } from './programs.ts';
import { createSaver } from './remembering.ts';
import { createServerList } from './server-list.ts';

export interface EngineOptions {
  /** The folder for settings, links and memory. */
  readonly home: string;
  /** Folders of data files; later ones overlay earlier ones. */
  readonly resourceFolders: readonly string[];
  readonly clock: Clock;
  readonly random: Random;
  /** IANA name; guesses the country for the control measurements without asking anybody. */
  readonly timeZone: string;
  /** This computer's own settings, where they may be read: they may name a proxy of the network. */
  readonly computer?: Pick<Computer, 'networkProxy' | 'keeper'>;
  /** Where this computer keeps secrets; a file beside the others where it is absent or null. */
  readonly keyring?: Keyring | null;
  /** Asks a network's own script in the shell's browser engine. */
  readonly findProxy?: FindProxy;
}

export interface OpenManner {
  readonly emit: (event: EngineEvent) => void;
  /** What cannot be written is told once and holds until the end, instead of failing. */
  readonly isForgiving?: boolean;
  /** Nothing is written before there is something to keep. */
  readonly isTraceless?: boolean;
}

/** What an engine keeps, and what it knows. */
export type House = Awaited<ReturnType<typeof openHouse>>;

/** Opens what is kept and puts the house together. Throws ResourceError when a data file is broken. */
export async function openHouse(
  { home, resourceFolders, clock, random, timeZone, computer, findProxy, keyring = null }: EngineOptions,
  { emit, isForgiving = false, isTraceless = false }: OpenManner,
) {
  const resources = loadResources(resourceFolders);
  const vault = await openVault(home, random, clock.now(), { isTraceless, keyring, clock });
  const settings = await openSettings(home, clock.now());
  const memory = await openNetworkMemory(home, clock.now);
  const history = await openHistory(home, clock.now);
  const saver = createSaver({ home, emit });
  const knownHosts = await openKnownHosts(home, {
    identityKey: vault.identityKey,
    now: clock.now,
    keep: (write) => saver(() => vault.keepKeys().then(write)),
  });
  for (const { setAside } of [vault, settings, memory, knownHosts]) {
    if (setAside === undefined) continue;
    const message = `A file could not be read and was kept as ${setAside}`;
    emit({ event: 'error', code: 'unreadable-file', message });
  }
  const keep = isForgiving ? saver : (write: () => Promise<void>) => write();
  const readNetwork = systemNetworkReader(here());
  const manifest = resources.sidecars;
  const programs = openShelf({ home, random }, manifest);
  const finder = openFinder({ home, resourceFolders });
  const sidecars = createSidecars({
    ...{ manifest, finder },
    start: computer?.keeper && createEngineStart(computer.keeper),
    folder: home,
    env: here().env,
    platform: here().platform,
    clock,
    random,
    roots: trustedRoots(),
    runningTor: findRunningTor,
    onTor: (progress) => emit({ event: 'tor', progress }),
    onTrouble: (engine, message) =>
      emit({ event: 'error', code: 'engine', message: `${engine}: ${message}` }),
  });
  const servers = createServerList(forgettingHosts(vault, knownHosts), clock, keep, sidecars.missingFor);
  const lists = createListBook(servers, clock, random);
  const followed = followKeyring({ vault, servers, emit });
  return {
    resources,
    settings,
    servers,
    /** SSH servers that are not the ones they were. */
    keyChanges: createKeyChanges(servers, knownHosts),
    lists,
    /** The key that servers are locked with, where a keyring gives it out late. */
    keyring: followed,
    readNetwork,
    history,
    sidecars,
    /** Programs of others that the person points to. */
    programs,
    /** What the network we are on is filed under in the history. */
    networkKey: async () => networkKey(vault.identityKey, (await readNetwork(false)).traits),
    /** Sees to it that what is filed can be found again. */
    keepKeys: vault.keepKeys,
    /** Runs something that writes. */
    keep,
    /** What one connection, or one check, works with; `tell` and `observer` hear of it alone. */
    parts: (tell: (event: EngineEvent) => void, observer: Observer = NOBODY): EngineParts => ({
      ...{ home, resources, vault, servers, lists, settings, memory, clock, random, timeZone, observer },
      emit: tell,
      bricks: createBricks({
        ...{ resources, clock, random },
        servers: servers.saved(),
        identityKey: vault.identityKey,
        hostKeys: knownHosts,
        sidecars: sidecars.session(),
      }),
      readNetwork,
      missingFor: sidecars.missingFor,
      async readRivals(signal) {
        const found = await findRivals(resources.rivals, here(), signal);
        // One that runs for us is no rival, and is told from another of its name by nothing.
        const own = sidecars.commands();
        return found.filter(({ processes }) => !processes.some((name) => own.has(name)));
      },
      networkProxy: computer?.networkProxy ?? (async () => ({ kind: 'none' })),
      findProxy: findProxy ?? (async () => null),
    }),
  };
}

/** The same vault; when it is saved, SSH servers that are in it no more are forgotten. */
function forgettingHosts(
  vault: Vault,
  knownHosts: KnownHosts,
): Pick<Vault, 'servers' | 'lists' | 'identityKey' | 'save'> {
  return {
    identityKey: vault.identityKey,
    get servers() {
      return vault.servers;
    },
    get lists() {
      return vault.lists;
    },
    async save(servers, lists) {
      await vault.save(servers, lists);
      const hosts = servers.flatMap(({ expression }) => {
        const parsed = parseExpression(expression);
        return parsed.ok ? parsed.expression.hops.filter((hop) => hop.kind === 'proxy') : [];
      });
      await knownHosts.keepOnly(hosts);
    },
  };
}
