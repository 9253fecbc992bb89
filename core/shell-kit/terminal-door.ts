import { readdir, unlink } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import type { ClaimOptions } from './instance.ts';
import { createInstanceAnswer } from './instance-request.ts';

/** Questions at a time. */
const MOST_ASKING = 4;
/** There is no page to lead to. */
const NO_LINK = '-'.repeat(43);
const FILE = /^terminal-(\d+)\.json$/;

export interface TerminalDoor {
  /** Aborts when everything is being erased. */
  readonly ended: AbortSignal;
  /** Takes the file away. Never rejects. */
  close(): Promise<void>;
}

/**
 * Lets whoever erases everything find a program in a terminal and ask it to end: there may be several of a home, and beside a
 * window. Where the home cannot be written nobody can. Never rejects.
 */
export async function openTerminalDoor(
  home: string,
  { random, isAlive, createOnce }: Pick<ClaimOptions, 'random' | 'isAlive' | 'createOnce'>,
): Promise<TerminalDoor> {
  const ending = new AbortController();
  const secret = Buffer.from(random.bytes(32)).toString('base64url');
  const end = () => ending.abort(new Error('everything is being erased'));
  const server = createServer(createInstanceAnswer(secret, { issueLink: () => NO_LINK, end }));
  server.maxConnections = MOST_ASKING;
  const path = join(home, `terminal-${process.pid}.json`);
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(0, '127.0.0.1', resolve);
    });
    // It must not keep us alive.
    server.unref();
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    await removeStale(home, isAlive);
    await createOnce(path, Buffer.from(JSON.stringify({ pid: process.pid, port, secret })));
  } catch {
    server.close();
    return { ended: ending.signal, close: async () => undefined };
  }
  return {
    ended: ending.signal,
    async close() {
      server.close();
      await unlink(path).catch(() => undefined);
    },
  };
}

/** Takes away what programs left behind that were killed; our own id may be that of one, too. */
async function removeStale(home: string, isAlive: (pid: number) => boolean): Promise<void> {
  for (const name of await readdir(home).catch((): string[] => [])) {
    const pid = Number(FILE.exec(name)?.[1] ?? Number.NaN);
    if (pid === process.pid || (pid > 0 && !isAlive(pid)))
      await unlink(join(home, name)).catch(() => undefined);
  }
}
