import type { EngineEvent, ReportWish } from './contract.ts';
import { runCheck } from './engine/check.ts';
import { runConnect } from './engine/connect.ts';
import { fetchOver } from './engine/lists/ways.ts';
import { type EngineOptions, openHouse } from './engine/open.ts';
import { onItsOwn } from './engine/own-session.ts';
import { contactsOf } from './engine/report/contacts.ts';
import { runReport } from './engine/report/run.ts';

/** Opens what is kept and puts the house together. Throws ResourceError when a data file is broken. */
export async function createEngine(options: EngineOptions & { readonly emit: (event: EngineEvent) => void }) {
  const { emit } = options;
  const house = await openHouse(options, { emit });
  return {
    servers: house.servers,
    /** Where the key is that they are locked with. */
    keyPlace: house.keyPlace,
    lists: {
      list: house.lists.list,
      forget: house.lists.forget,
      /** Fetches the list at an address that `readListLink` read, and keeps it with its servers. Rejects only when aborted. */
      add(address: string, signal: AbortSignal) {
        const parts = house.parts(emit);
        return onItsOwn(parts, signal, (session) =>
          house.lists.add(address, fetchOver(parts, session, signal)),
        );
      },
    },
    /** Measures how the messengers are blocked on the plain way; resolves when all verdicts are out. */
    check: (signal: AbortSignal) => runCheck(house.parts(emit), signal),
    /** Who is asked when something is measured. */
    contacts: () => contactsOf(house, options.timeZone),
    /** Measures as `check` does, and makes a report of it that can be given to others. */
    report: (wish: ReportWish, signal: AbortSignal) => runReport(options, house, wish, { emit, signal }),
    /** Opens the local proxy, searches, and resolves once every search is over; the routes are kept until `close`. */
    connect: (connectOptions: { port?: number | undefined; signal: AbortSignal }) =>
      runConnect(house.parts(emit), connectOptions),
  };
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
export { createHost, type HostOptions } from './engine/host.ts';
export { leaveLogin } from './engine/leave.ts';
export type { AddError } from './engine/server-list.ts';
export { openStartAtLogin, type StartAtLogin } from './engine/start-at-login.ts';
export type { ListFailure } from './model/list-failure.ts';
export { systemClock, systemRandom } from './net/system-clock.ts';
export { createFileOnce } from './store/atomic-file.ts';
export { footbridgeHome } from './store/home.ts';
export type { Computer } from './system/computer.ts';
export type { Restored } from './system/settings/restore.ts';
export { createStart, type Start, type Started } from './system/start-program.ts';
export { listHost, readListLink } from './transports/list-link.ts';
