import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import * as v from 'valibot';
import { start, stop } from './children.ts';
import { projectRoot } from './page.ts';

const Sample = v.object({
  /** Bytes that the system gives the process. */
  rss: v.number(),
  /** Bytes of objects and buffers that a collection has left. */
  live: v.number(),
  /** What keeps its event loop alive: sockets, servers, timers. */
  handles: v.number(),
  connections: v.number(),
});
export type Sample = v.InferOutput<typeof Sample>;

/** A bundled program that listens on loopback, in a process of its own. */
export interface Listening {
  readonly port: number;
  readonly child: ChildProcess;
  close(): Promise<void>;
}

/** Our local proxy, so. */
export interface Door extends Listening {
  sample(): Promise<Sample>;
}

interface Command {
  /** A command in front of it. */
  readonly prefix?: readonly string[];
  /** Options of Node. */
  readonly flags?: readonly string[];
  /** Options of its own. */
  readonly options?: readonly string[];
}

/** Opens the door; its options are those of scripts/proof-door.ts. */
export async function openDoor(command: Command = {}): Promise<Door> {
  const door = await startListening('door', command);
  return {
    ...door,
    sample() {
      door.child.send('sample');
      return hear(door.child).then((message) => v.parse(Sample, message));
    },
  };
}

/** Starts a program that scripts/proof-run.mjs has bundled under this name, and that sends its port. */
export async function startListening(
  name: string,
  { prefix = [], flags = [], options = [] }: Command = {},
): Promise<Listening> {
  const program = join(projectRoot(), '.cache', 'bench', `${name}.mjs`);
  const child = start([...prefix, process.execPath, ...flags, program, ...options], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const { port } = v.parse(v.object({ port: v.number() }), await hear(child));
  return { port, child, close: () => stop(child) };
}

/** The next message; rejects when the process ends or says nothing for ten seconds. */
async function hear(child: ChildProcess): Promise<unknown> {
  const heard = new AbortController();
  const signal = AbortSignal.any([heard.signal, AbortSignal.timeout(10_000)]);
  const ended = once(child, 'exit', { signal }).then(() => Promise.reject(new Error('the program ended')));
  try {
    const [message]: unknown[] = await Promise.race([once(child, 'message', { signal }), ended]);
    return message;
  } finally {
    heard.abort();
  }
}
