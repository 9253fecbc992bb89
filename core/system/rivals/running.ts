import { readdir, readFile } from 'node:fs/promises';
import { join, win32 } from 'node:path';
import type { Run } from '../run.ts';
import { namesOfCommands, namesOfServices, namesOfTasks } from './program-output.ts';

/** What runs here, by names in lower case without `.exe`: only what any program of the person's may see. */
export interface Running {
  readonly processes: ReadonlySet<string>;
  /** Of Windows: services and drivers. */
  readonly services: ReadonlySet<string>;
}

export interface RunningOptions {
  readonly run: Run;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  /** Where Linux tells of its processes; `/proc` unless given. */
  readonly proc?: string;
}

/** A computer has hundreds; more are not read. */
const MOST_PROCESSES = 8192;

/** Reads what runs on this computer. What cannot be read is empty; rejects only when aborted. */
export async function readRunning(
  { run, env, platform, proc = '/proc' }: RunningOptions,
  signal: AbortSignal,
): Promise<Running> {
  const output = (command: string, ...args: string[]): Promise<string> =>
    run(command, args, { signal, env }).catch(() => {
      signal.throwIfAborted();
      return '';
    });
  if (platform === 'win32') {
    const own = (name: string) => win32.join(env.SystemRoot ?? 'C:\\Windows', 'System32', name);
    const [tasks, services] = await Promise.all([
      output(own('tasklist.exe'), '/fo', 'csv', '/nh'),
      // Drivers too, which is how packets are reshaped there.
      output(own('sc.exe'), 'query', 'type=', 'all'),
    ]);
    return { processes: namesOfTasks(tasks), services: namesOfServices(services) };
  }
  const commands =
    platform === 'darwin' ? await output('/bin/ps', '-axo', 'comm=') : await commandsOfProc(proc, signal);
  return { processes: namesOfCommands(commands), services: new Set() };
}

/** A line for each process: what it was started as, and what it calls itself now. */
async function commandsOfProc(proc: string, signal: AbortSignal): Promise<string> {
  const all = await readdir(proc).catch(() => []);
  const ids = all.filter((name) => /^\d+$/.test(name)).slice(0, MOST_PROCESSES);
  const read = (id: string, name: string) => readFile(join(proc, id, name), 'utf8').catch(() => '');
  const lines = await Promise.all(
    ids.map(async (id) => {
      const [startedAs = ''] = (await read(id, 'cmdline')).split('\0');
      return `${startedAs}\n${await read(id, 'comm')}`;
    }),
  );
  signal.throwIfAborted();
  return lines.join('\n');
}
