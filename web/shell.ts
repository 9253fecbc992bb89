import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { EngineBridge, State } from '../core/contract.ts';
import {
  eraseAround,
  eraseHere,
  eraseHome,
  handOverFolder,
  nodeCommand,
  openComputer,
  openKeyring,
  openStartAtLogin,
} from '../core/engine.ts';
import { connectEngine, forkedEngine } from '../core/link.ts';
import { endOthers, readWebApps } from '../core/shell-kit.ts';
import { createDesk, type Desk } from './desk.ts';
import { type DoorOptions, openDoor } from './door.ts';
import { withShellErased } from './erasing.ts';
import { createHandlers } from './handlers.ts';
import { createMessengerWindows } from './messenger-windows.ts';
import type { Options } from './options.ts';
import { servePage } from './page-connection.ts';
import type { places } from './places.ts';
import type { System } from './system.ts';
import { openWithSystem } from './system-opener.ts';

/** An answer to the page that ended us leaves first. Milliseconds. */
const LAST_WORD_MS = 50;
const WORKS_MEANWHILE = 'Footbridge works as long as this program runs; Ctrl-C ends it.';
const IN_A_WINDOW = 'Footbridge is open already, in a window of its own; it was brought to the front.';
const RUNNING_ALREADY = 'Footbridge was running already; it ends where it was started.';

export interface WebShellOptions extends Options, Omit<DoorOptions, 'screens' | 'end'> {
  readonly version: string;
  readonly places: ReturnType<typeof places>;
  readonly system: System;
  readonly nodeLanguage: string;
  /** Ends a process at once. */
  readonly kill: (pid: number) => void;
  readonly interrupted: AbortSignal;
  readonly say: (line: string) => void;
}

/** Runs until it is interrupted or a page ends it; where Footbridge runs already, opens its page and is done. */
export async function runWebShell(options: WebShellOptions): Promise<void> {
  const { clock, interrupted, say } = options;
  const ending = new AbortController();
  const end = () => {
    void clock.sleep(LAST_WORD_MS).then(() => ending.abort(new Error('ended by the person')));
  };
  const { server, links, claim, serve } = await openDoor({
    ...options,
    screens: options.places.screens,
    end,
  });
  if (claim.kind !== 'ours') {
    await server.close();
    if (claim.kind === 'others' && claim.shell === 'window') return say(IN_A_WINDOW);
    if (claim.kind === 'others') {
      return showPage(claim.port, claim.link, RUNNING_ALREADY, options);
    }
    throw new Error(
      `Footbridge is running already (process ${claim.pid}) and does not answer. End it first.`,
    );
  }
  const engine = connectEngine({
    spawn: () => startEngine(options.places.engine),
    clock,
    eraseAlone: () => eraseAlone(options),
  });
  let isErased = false;
  const onErased = () => {
    isErased = true;
    end();
  };
  const desk = furnish(engine, options, { quit: end, onErased });
  serve((socket) => servePage(socket, { desk, links, clock }));
  void showPage(server.port, links.issue(), WORKS_MEANWHILE, options);
  const over = AbortSignal.any([interrupted, ending.signal]);
  if (!over.aborted) await once(over, 'abort');
  say('Stopping …');
  await Promise.all([server.close(), engine.close()]);
  await claim.release();
  // The mark of our being there was the last of it.
  if (isErased) await eraseHome(options.home).catch(() => undefined);
  say('Stopped. Messengers that used Footbridge have no connection until you start it again.');
}

async function eraseAlone({ home, places, clock }: WebShellOptions): Promise<boolean> {
  const computer = openComputer(home, nodeCommand(process.execPath, places.program), clock.now);
  // They have been ended before.
  const left = await eraseHere({ home, computer, keyring: openKeyring(), endOthers: async () => [] });
  return left.length === 0;
}

function startEngine(program: string) {
  return forkedEngine(fork(program, { execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] }));
}

/** What pages can ask for. */
function furnish(
  engine: EngineBridge,
  options: WebShellOptions,
  { quit, onErased }: { readonly quit: () => void; readonly onErased: () => void },
): Desk {
  const { system, home, version, nodeLanguage } = options;
  const { testFlags, resourceFolders } = options.places;
  let state: State = { phase: 'starting' };
  engine.watchState((next) => {
    state = next;
  });
  const windows = createMessengerWindows({ system, home, testFlags });
  const command = [process.execPath, options.places.shell] as const;
  const startAtLogin = openStartAtLogin({ id: 'footbridge-page', command });
  const webApps = readWebApps(resourceFolders);
  return createDesk(
    withShellErased(engine, {
      ...{ windows, eraseAround, onErased },
      endOthers: () => endOthers(home, options),
    }),
    createHandlers({
      ...{ engine, system, windows, version, nodeLanguage, webApps, startAtLogin, quit },
      handOverFolder: handOverFolder(home),
      state: () => state,
    }),
  );
}

/** Opens the page in the person's browser, or says how to do it. The link stays out of a terminal where it can. */
async function showPage(
  port: number,
  link: string,
  howLong: string,
  { system, opens, say }: Pick<WebShellOptions, 'system' | 'opens' | 'say'>,
): Promise<void> {
  const address = `http://127.0.0.1:${port}/#token=${link}`;
  const isOpen = opens && (await openWithSystem(address, system));
  if (!isOpen) say(`Open this address in a browser on this computer; it works once:\n${address}`);
  else say('Footbridge is open in your browser.');
  say(howLong);
}
