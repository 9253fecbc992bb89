import { getServers } from 'node:dns';
import { networkInterfaces } from 'node:os';
import type { EngineEvent } from './contract.ts';
import { createBricks } from './engine/bricks.ts';
import { runCheck } from './engine/check.ts';
import { runConnect } from './engine/connect.ts';
import { NOBODY } from './engine/observer.ts';
import { createServerList } from './engine/server-list.ts';
import type { Clock, Random } from './model/time.ts';
import { openNetworkMemory } from './store/network-memory.ts';
import { loadResources } from './store/resources.ts';
import { openSettings } from './store/settings.ts';
import { openVault } from './store/vault.ts';
import { readNetworkFacts, readProcFile } from './system/network/traits.ts';

export interface EngineOptions {
  /** The folder for settings, links and memory. */
  readonly home: string;
  /** Folders of data files; later ones overlay earlier ones. */
  readonly resourceFolders: readonly string[];
  readonly clock: Clock;
  readonly random: Random;
  /** IANA name; guesses the country for the control measurements without asking anybody. */
  readonly timeZone: string;
  readonly emit: (event: EngineEvent) => void;
}

/** Opens what is kept and puts the house together. Throws ResourceError when a data file is broken. */
export async function createEngine(options: EngineOptions) {
  const { home, clock, random, emit } = options;
  const resources = loadResources(options.resourceFolders);
  const vault = await openVault(home, random, clock.now());
  const settings = await openSettings(home, clock.now());
  const memory = await openNetworkMemory(home, clock.now);
  for (const { setAside } of [vault, settings, memory]) {
    if (setAside === undefined) continue;
    emit({
      event: 'error',
      code: 'unreadable-file',
      message: `A file could not be read and was kept as ${setAside}`,
    });
  }
  const parts = () => ({
    home,
    bricks: createBricks({
      resources,
      servers: vault.servers,
      identityKey: vault.identityKey,
      clock,
      random,
    }),
    resources,
    vault,
    settings,
    memory,
    clock,
    random,
    emit,
    observer: NOBODY,
    timeZone: options.timeZone,
    readNetwork: () =>
      readNetworkFacts({ interfaces: networkInterfaces, resolvers: getServers, procFile: readProcFile }),
  });

  return {
    servers: createServerList(vault, clock),
    /** Measures how the messengers are blocked on the plain way; resolves when all verdicts are out. */
    check: (signal: AbortSignal) => runCheck(parts(), signal),
    /** Opens the local proxy, searches, and resolves once every search is over; the routes are kept until `close`. */
    connect: (connectOptions: { port?: number | undefined; signal: AbortSignal }) =>
      runConnect(parts(), connectOptions),
  };
}
export type Engine = Awaited<ReturnType<typeof createEngine>>;

export type { AddError } from './engine/server-list.ts';
export { systemClock, systemRandom } from './net/system-clock.ts';
export { createFileOnce } from './store/atomic-file.ts';
export { footbridgeHome } from './store/home.ts';
