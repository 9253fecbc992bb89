import type { EngineEvent, ReportWish } from './contract.ts';
import { runCheck } from './engine/check.ts';
import { type Connection, type ConnectOptions, runConnect } from './engine/connect.ts';
import { fetchOver } from './engine/lists/ways.ts';
import { NOBODY } from './engine/observer.ts';
import { type EngineOptions, type House, openHouse } from './engine/open.ts';
import { onItsOwn } from './engine/own-session.ts';
import type { EngineParts } from './engine/parts.ts';
import { contactsOf } from './engine/report/contacts.ts';
import { deepContactsOf } from './engine/report/deep-contacts.ts';
import { createKeeping } from './engine/report/keep-history.ts';
import { runReport } from './engine/report/run.ts';
import { tellCloserLook } from './engine/report/tell.ts';

/** Opens what is kept and puts the house together. Throws ResourceError when a data file is broken. */
export async function createEngine(options: EngineOptions & { readonly emit: (event: EngineEvent) => void }) {
  const { emit } = options;
  const house = await openHouse(options, { emit });
  return {
    servers: house.servers,
    keyChanges: house.keyChanges,
    /** Where the key is that servers are locked with, and waiting for it. */
    keyring: house.keyring,
    lists: {
      list: house.lists.list,
      forget: house.lists.forget,
      /** Fetches the list at an address that `readListAddress` read, and keeps it with its servers. Rejects only when aborted. */
      add(address: string, signal: AbortSignal) {
        const parts = house.parts(emit);
        return onItsOwn(parts, signal, (session) =>
          house.lists.add(address, fetchOver(parts, session, signal)),
        );
      },
    },
    /** Measures how the messengers are blocked on the plain way; resolves when all verdicts are out, and in the history. */
    check(signal: AbortSignal): Promise<void> {
      const { keep, kept } = createKeeping(house, options.clock);
      return runCheck(house.parts(emit, { ...NOBODY, onVerdict: keep }), signal).finally(kept);
    },
    /** Who is asked when something is measured. */
    contacts: () => contactsOf(house, options.timeZone),
    /** Who is asked when a closer look is taken. */
    deepContacts: () => deepContactsOf(house, options.timeZone),
    /** Looks more closely, for up to about two minutes, and says what was found in English. Rejects only when aborted. */
    lookCloser: (signal: AbortSignal) => tellCloserLook(options, house, { emit, signal }),
    /** Measures as `check` does, closely where `isDeep`, and makes a report of it that can be given to others. */
    report: (wish: ReportWish, signal: AbortSignal, isDeep: boolean) =>
      runReport(options, house, wish, { emit, signal, isDeep }),
    /** Opens the local proxy, searches, and resolves once every search is over; the routes are kept until `close`. */
    connect: (connectOptions: ConnectOptions) => connectWithLate(house, house.parts(emit), connectOptions),
  };
}

/** The same as `runConnect`; servers that a keyring gives out late are taken over when they come. */
async function connectWithLate(house: House, parts: EngineParts, options: ConnectOptions) {
  let connection: Connection | null = null;
  let isLate = false;
  const adopt = () => void connection?.adopt().catch(() => undefined);
  house.keyring.onUnlocked(() => {
    isLate = true;
    parts.bricks.replaceServers(house.servers.saved());
    adopt();
  });
  connection = await runConnect(parts, options);
  if (isLate) adopt();
  return connection;
}

export type Engine = Awaited<ReturnType<typeof createEngine>>;

export {
  nodeCommand,
  type OwnCommand,
  openApps,
  openComputer,
  openKeyring,
  runGuardian,
} from './engine/computer.ts';
export { eraseAround, eraseHere, type Left } from './engine/erase.ts';
export { openHandOver } from './engine/hand-over.ts';
export { createHost, type HostOptions } from './engine/host.ts';
export { leaveLogin } from './engine/leave.ts';
export { openPrograms, type Programs } from './engine/programs.ts';
export type { AddError } from './engine/server-list.ts';
export { openStartAtLogin, type StartAtLogin } from './engine/start-at-login.ts';
export type { ListFailure } from './model/list-failure.ts';
export type { GivenFault, KeepingFault } from './model/sidecar.ts';
export { systemClock, systemRandom } from './net/system-clock.ts';
export { createFileOnce } from './store/atomic-file.ts';
export { eraseHome } from './store/erase.ts';
export { footbridgeHome, handOverFolder } from './store/home.ts';
export type { Computer } from './system/computer.ts';
export type { Restored } from './system/settings/restore.ts';
export { createStart, type Start, type Started } from './system/start-program.ts';
export { readListAddress } from './transports/links/link-list.ts';
export { listHost } from './transports/links/list-link.ts';
