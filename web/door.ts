import type { WebSocket } from 'ws';
import type { Clock, Random } from '../core/model/time.ts';
import { type Claim, type ClaimOptions, claimInstance, createInstanceAnswer } from '../core/shell-kit.ts';
import { createLinks, type Links } from './links.ts';
import { startWebServer, type WebServer, type WebServerOptions } from './server.ts';
import { readStaticFiles } from './static-files.ts';

export interface DoorOptions {
  readonly home: string;
  /** The folder of the screens. */
  readonly screens: string;
  readonly port: number;
  readonly clock: Clock;
  readonly random: Random;
  readonly isAlive: ClaimOptions['isAlive'];
  readonly createOnce: ClaimOptions['createOnce'];
  readonly mayEnter: WebServerOptions['mayEnter'];
  /** Somebody erases everything: we are to end. */
  readonly end: () => void;
}

export interface Door {
  readonly server: WebServer;
  readonly links: Links;
  readonly claim: Claim;
  /** From now on pages are served so; those that came before are first. */
  serve(onPage: (socket: WebSocket) => void): void;
}

/**
 * Opens the loopback server and finds out whether we are the one instance of this home: in that order, so that whoever
 * finds our file is answered. Where the home cannot be written we are, and nobody can find us. Rejects when a port that
 * was asked for belongs to somebody else.
 */
export async function openDoor(options: DoorOptions): Promise<Door> {
  const { clock, random } = options;
  const links = createLinks({ clock, random });
  const secret = Buffer.from(random.bytes(32)).toString('base64url');
  const early: WebSocket[] = [];
  let onPage = (socket: WebSocket): void => {
    socket.pause();
    early.push(socket);
  };
  const listen = (port: number) =>
    startWebServer({
      files: readStaticFiles(options.screens),
      clock,
      port,
      mayEnter: options.mayEnter,
      onPage: (socket) => onPage(socket),
      onInstanceRequest: createInstanceAnswer(secret, { issueLink: links.issue, end: options.end }),
    });
  // Who holds the port that was asked for may be the first instance: that is found out first.
  const server = await listen(options.port).catch(() => listen(0));
  const spot = { pid: process.pid, port: server.port, secret, shell: 'page' } as const;
  const claim = await claimInstance(spot, options).catch(
    (): Claim => ({ kind: 'ours', release: async () => undefined }),
  );
  if (claim.kind === 'ours' && options.port !== 0 && server.port !== options.port) {
    await Promise.all([claim.release(), server.close()]);
    throw new Error(`Port ${options.port} cannot be had; another program may have it.`);
  }
  return {
    server,
    links,
    claim,
    serve(next) {
      onPage = next;
      for (const socket of early) {
        next(socket);
        socket.resume();
      }
    },
  };
}
