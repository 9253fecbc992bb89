import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { WebSocket } from 'ws';
import type { State } from '../core/contract.ts';
import { connectEngine, forkedEngine } from '../core/link.ts';
import type { Clock, Random } from '../core/model/time.ts';
import { readWebApps } from '../core/shell-kit.ts';
import { createDesk } from './desk.ts';
import { withWindowsErased } from './erasing.ts';
import { createHandlers } from './handlers.ts';
import { type Claim, claimInstance } from './instance.ts';
import { createInstanceAnswer } from './instance-request.ts';
import { createLinks } from './links.ts';
import { createMessengerWindows } from './messenger-windows.ts';
import type { Options } from './options.ts';
import { servePage } from './page-connection.ts';
import type { places } from './places.ts';
import { startWebServer } from './server.ts';
import { readStaticFiles } from './static-files.ts';
import type { System } from './system.ts';
import { openWithSystem } from './system-opener.ts';

/** An answer to the page that ended us leaves first. Milliseconds. */
const LAST_WORD_MS = 50;

export interface WebShellOptions extends Options {
  readonly version: string;
  readonly home: string;
  readonly places: ReturnType<typeof places>;
  readonly system: System;
  readonly clock: Clock;
  readonly random: Random;
  readonly nodeLanguage: string;
  readonly isAlive: (pid: number) => boolean;
  readonly interrupted: AbortSignal;
  readonly say: (line: string) => void;
}

/** Runs until it is interrupted or a page ends it; where Footbridge runs already, opens its page and is done. */
export async function runWebShell(options: WebShellOptions): Promise<void> {
  const { home, clock, random, system, interrupted, say } = options;
  const links = createLinks({ clock, random });
  const secret = Buffer.from(random.bytes(32)).toString('base64url');
  const early: WebSocket[] = [];
  let onPage = (socket: WebSocket): void => {
    socket.pause();
    early.push(socket);
  };
  const server = await startWebServer({
    files: readStaticFiles(options.places.screens),
    clock,
    port: options.port,
    onPage: (socket) => onPage(socket),
    onInstanceRequest: createInstanceAnswer(secret, links.issue),
  });
  const claim = await claimInstance({ pid: process.pid, port: server.port, secret }, options).catch(
    (): Claim => ({ kind: 'ours', release: async () => undefined }),
  );
  if (claim.kind !== 'ours') {
    await server.close();
    if (claim.kind === 'stuck')
      throw new Error(
        `Footbridge is running already (process ${claim.pid}) and does not answer. End it first.`,
      );
    say('Footbridge is running already.');
    return showPage(claim.port, claim.link, options);
  }

  const ending = new AbortController();
  const quit = () =>
    void clock.sleep(LAST_WORD_MS).then(() => ending.abort(new Error('ended by the person')));
  const engine = connectEngine({
    spawn: () =>
      forkedEngine(
        fork(options.places.engine, { execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] }),
      ),
    clock,
  });
  let state: State = { phase: 'starting' };
  engine.watchState((next) => {
    state = next;
  });
  const windows = createMessengerWindows({ system, home, testFlags: options.places.testFlags });
  const desk = createDesk(
    withWindowsErased(engine, windows, home),
    createHandlers({
      system,
      windows,
      version: options.version,
      nodeLanguage: options.nodeLanguage,
      webApps: readWebApps(options.places.resourceFolders),
      state: () => state,
      quit,
    }),
  );
  onPage = (socket) => servePage(socket, { desk, links, clock });
  for (const socket of early) {
    onPage(socket);
    socket.resume();
  }
  await showPage(server.port, links.issue(), options);
  const over = AbortSignal.any([interrupted, ending.signal]);
  if (!over.aborted) await once(over, 'abort');
  say('Stopping …');
  await Promise.all([server.close(), engine.close()]);
  await claim.release();
  say('Stopped. Messengers that used Footbridge have no connection until you start it again.');
}

/** Opens the page in the person's browser, or says how to do it. The link stays out of a terminal where it can. */
async function showPage(
  port: number,
  link: string,
  { system, opens, say }: Pick<WebShellOptions, 'system' | 'opens' | 'say'>,
): Promise<void> {
  const address = `http://127.0.0.1:${port}/#token=${link}`;
  if (opens && (await openWithSystem(address, system)))
    say('Footbridge is open in your browser. It works as long as this runs; Ctrl-C ends it.');
  else
    say(
      `Open this address in a browser on this computer; it works once, and as long as this runs (Ctrl-C ends it):\n${address}`,
    );
}
