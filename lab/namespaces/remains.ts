import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './commands.ts';

const MOUNTED = '/run/netns';
const ETC = '/etc/netns';
const KILL_ROUNDS = 5;
const OURS = /^fb-(\d+)-/;

/** The name prefix of the namespaces that a process makes; the process id says later whether it still lives. */
export function namePrefix(pid: number, label: string): string {
  return `fb-${pid}-${label}`;
}

/** Ends what runs in a namespace of ours and removes it with its files. Never throws. */
export function removeNamespace(name: string): void {
  // Again, because a program may have started another in between.
  for (let round = 0; round < KILL_ROUNDS; round += 1) {
    const pids = processesIn(name);
    if (pids.length === 0) break;
    for (const pid of pids) attempt(() => process.kill(pid, 'SIGKILL'));
  }
  attempt(() => run(['ip', 'netns', 'delete', name]));
  attempt(() => rmSync(join(ETC, name), { recursive: true, force: true }));
}

/** Removes what earlier runs left behind that could not clean up: those whose process is gone. */
export function removeRemains(): void {
  const names = [...new Set([...entries(MOUNTED), ...entries(ETC)])].filter((name) => {
    const pid = OURS.exec(name)?.[1];
    return pid !== undefined && !isAlive(Number(pid));
  });
  for (const name of names) removeNamespace(name);
}

function processesIn(name: string): number[] {
  const listed = attempt(() => run(['ip', 'netns', 'pids', name])) ?? '';
  return listed
    .split('\n')
    .map(Number)
    .filter((pid) => pid > 1 && pid !== process.pid);
}

function entries(folder: string): string[] {
  return attempt(() => readdirSync(folder)) ?? [];
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function attempt<Value>(work: () => Value): Value | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
