import type { EngineEvent, ReportWish } from './contract.ts';
import { runCheck } from './engine/check.ts';
import { runConnect } from './engine/connect.ts';
import { type EngineOptions, openHouse } from './engine/open.ts';
import { contactsOf } from './engine/report/contacts.ts';
import { runReport } from './engine/report/run.ts';

/** Opens what is kept and puts the house together. Throws ResourceError when a data file is broken. */
export async function createEngine(options: EngineOptions & { readonly emit: (event: EngineEvent) => void }) {
  const { emit } = options;
  const house = await openHouse(options, { emit });
  return {
    servers: house.servers,
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

export { nodeCommand, type OwnCommand, openApps, openComputer, runGuardian } from './engine/computer.ts';
export { eraseHere, type Left } from './engine/erase.ts';
export { openHandOver } from './engine/hand-over.ts';
export { createHost, type HostOptions } from './engine/host.ts';
export { leaveLogin } from './engine/leave.ts';
export type { AddError } from './engine/server-list.ts';
export { openStartAtLogin, type StartAtLogin } from './engine/start-at-login.ts';
export { systemClock, systemRandom } from './net/system-clock.ts';
export { createFileOnce } from './store/atomic-file.ts';
export { eraseHome } from './store/erase.ts';
export { footbridgeHome, handOverFolder } from './store/home.ts';
export type { Computer } from './system/computer.ts';
export type { Restored } from './system/settings/restore.ts';
export { createStart, type Start, type Started } from './system/start-program.ts';
