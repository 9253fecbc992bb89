import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { output } from '../children.ts';
import { busySeconds, usedBy } from '../relay/processor.ts';

/** What is measured: the load's mode and its streams. */
export const LOADS = { 'down 1': ['down', 1], 'down 8': ['down', 8], 'up 1': ['up', 1] } as const;
export type LoadName = keyof typeof LOADS;

/** A sample during which others used more of one core than this does not count where a quieter one can be had. */
const MOST_DISTURBANCE = 0.2;

const Told = v.object({ perSecond: v.number(), total: v.number() });

export interface Sample {
  /** Bytes. */
  readonly perSecond: number;
  /** Seconds of processor time that the client took for a gigabyte. */
  readonly perGigabyte: number;
  readonly isDisturbed: boolean;
}

/** One sample of one load through a client that opens a SOCKS5 port; `server` is who it leads to. */
export async function measure(
  client: { readonly port: number; readonly pid: number | undefined },
  server: number | undefined,
  name: LoadName,
  { load, milliseconds }: { readonly load: readonly string[]; readonly milliseconds: number },
): Promise<Sample> {
  const [mode, streams] = LOADS[name];
  const before = use(client.pid, server);
  const since = performance.now();
  const told = await output([...load, mode, String(client.port), String(streams), String(milliseconds)]);
  const after = use(client.pid, server);
  const { perSecond, total } = v.parse(Told, JSON.parse(told));
  const others = after.others - before.others;
  return {
    perSecond,
    perGigabyte: ((after.client - before.client) * 1e9) / total,
    isDisturbed: others > (MOST_DISTURBANCE * (performance.now() - since)) / 1000,
  };
}

/** The most memory a process has had, in MiB. */
export function mostMemory(pid: number | undefined): number {
  const [, kibibytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kibibytes) / 1024;
}

/** Seconds of processor time used so far, by the client, and by whoever is neither client, server nor load. */
function use(client: number | undefined, server: number | undefined) {
  const ours = usedBy(readFileSync('/proc/self/stat', 'utf8'), true);
  const clients = ofTree(client);
  const busy = busySeconds(readFileSync('/proc/stat', 'utf8'));
  return { client: clients, others: busy - ours - clients - ofTree(server) };
}

/** Of a process and all it has started. */
function ofTree(pid: number | undefined): number {
  if (pid === undefined) return 0;
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean);
  const own = usedBy(readFileSync(`/proc/${pid}/stat`, 'utf8'), true);
  return children.reduce((seconds, child) => seconds + ofTree(Number(child)), own);
}
