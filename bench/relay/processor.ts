import { readFileSync } from 'node:fs';

/** The kernel counts processor time in hundredths of a second, whatever its own tick (proc_pid_stat(5)). */
const TICKS_PER_SECOND = 100;

/** Seconds of processor time that a process has used; with those of its children that have ended, where asked for. */
export function usedBy(stat: string, withChildren = false): number {
  // The second field is a name in brackets and may hold anything.
  const fields = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  return sum(fields.slice(11, withChildren ? 15 : 13)) / TICKS_PER_SECOND;
}

/** Seconds in which a core of the machine did not idle, for whoever, its host included (the first line of proc_stat(5)). */
export function busySeconds(stat: string): number {
  const [user, nice, system, , , irq, softirq, steal] = stat.trim().split(/\s+/).slice(1).map(Number);
  return sum([user, nice, system, irq, softirq, steal].map((ticks) => ticks ?? 0)) / TICKS_PER_SECOND;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

/** Watches who uses the processor from now on. `pid`: the proxy; the load is a child of ours. */
export function watchProcessor(pid: number | undefined) {
  const read = () => {
    const proxy = pid === undefined ? 0 : usedBy(readFileSync(`/proc/${pid}/stat`, 'utf8'));
    const ours = usedBy(readFileSync('/proc/self/stat', 'utf8'), true) + proxy;
    return { proxy, others: busySeconds(readFileSync('/proc/stat', 'utf8')) - ours };
  };
  const before = read();
  /** Seconds used since by the proxy, and by everybody else but us. */
  return (): { readonly proxy: number; readonly others: number } => {
    const now = read();
    return { proxy: now.proxy - before.proxy, others: Math.max(0, now.others - before.others) };
  };
}
