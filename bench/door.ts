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

/** Our local proxy in a process of its own. */
export interface Door {
  readonly port: number;
  readonly child: ChildProcess;
  sample(): Promise<Sample>;
  close(): Promise<void>;
}

/** Opens the door. `prefix`: a command in front of it; `flags`: of Node; `options`: of scripts/proof-door.ts. */
export async function openDoor({
  prefix = [],
  flags = [],
  options = [],
}: {
  readonly prefix?: readonly string[];
  readonly flags?: readonly string[];
  readonly options?: readonly string[];
} = {}): Promise<Door> {
  const program = join(projectRoot(), '.cache', 'bench', 'door.mjs');
  const child = start([...prefix, process.execPath, ...flags, program, ...options], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const { port } = v.parse(v.object({ port: v.number() }), await hear(child));
  return {
    port,
    child,
    sample() {
      child.send('sample');
      return hear(child).then((message) => v.parse(Sample, message));
    },
    close: () => stop(child),
  };
}

/** The next message; rejects when the process ends or says nothing for ten seconds. */
async function hear(child: ChildProcess): Promise<unknown> {
  const signal = AbortSignal.timeout(10_000);
  const ended = once(child, 'exit', { signal }).then(() =>
    Promise.reject(new Error('the local proxy ended')),
  );
  const [message]: unknown[] = await Promise.race([once(child, 'message', { signal }), ended]);
  return message;
}
