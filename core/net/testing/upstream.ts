import type { Duplex } from 'node:stream';
import { afterEach, expect } from 'vitest';
import type { StreamDialer } from '../../model/dialer.ts';
import { createLoopbackDialer } from '../../testing/loopback-dialer.ts';
import { type ScriptedServer, startScriptedServer } from '../../testing/scripted-server.ts';
import type { TestServer } from '../../testing/servers.ts';
import { netError } from '../../testing/streams.ts';

/** For dials that nobody calls off. */
export const never = new AbortController().signal;
export const target = { host: 'web.example', port: 443 };

/** What the dialers under test stand on. */
export const inner = createLoopbackDialer();
const servers: TestServer[] = [];

/** Closes after each test of a file the servers it has tracked; then no dialled socket may be left. */
export function leavesNothingDialled(): void {
  afterEach(async () => {
    await Promise.all(servers.splice(0).map((server) => server.close()));
    await expect.poll(() => inner.open()).toBe(0);
  });
}

/** Waits for a server that starts; it is closed after the test, where the file says `leavesNothingDialled`. */
export async function tracked<T extends TestServer>(starting: Promise<T>): Promise<T> {
  const server = await starting;
  servers.push(server);
  return server;
}

/** A scripted server until the end of the test. */
export const scripted = (...answers: (string | null)[]): Promise<ScriptedServer> =>
  tracked(startScriptedServer(answers));

/** By which name a dial fails; throws where it does not. */
export const failureOf = async (dialer: StreamDialer, to = target): Promise<string> =>
  (await netError(dialer.dial(to, { signal: never }))).failure;

/** Calls two hundred dials off, each a little later than the one before; whether each connected or gave the reason. */
export function abortAtAnyMoment(dialer: StreamDialer): Promise<boolean[]> {
  return Promise.all(
    Array.from({ length: 200 }, async (_, index) => {
      const aborter = new AbortController();
      const reason = new Error(`abort ${index}`);
      const dialled: Promise<Duplex> = dialer.dial(target, { signal: aborter.signal });
      setTimeout(() => aborter.abort(reason), index / 20);
      return dialled.then(
        (stream) => stream.destroy() && true,
        (error: unknown) => error === reason,
      );
    }),
  );
}
