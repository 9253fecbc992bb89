import { start, stop } from '../children.ts';
import { type Listening, startListening } from '../door.ts';
import { freePort, untilAnswered } from '../ports.ts';

/** A running proxy; `pid` is undefined for none at all. */
export interface Contender {
  readonly name: string;
  /** Where it speaks SOCKS5; 0 for none. */
  readonly port: number;
  readonly pid: number | undefined;
  stop(): Promise<void>;
}

/** Those that the judgement speaks of. */
export const NAMES = { ours: 'Footbridge', pipe: 'plain `pipe`', copy: 'read and write in C' } as const;

/** Starts all that are compared, each behind the command `prefix`, which keeps it on its core. `copy`: copy.c, built. */
export async function startContenders(
  prefix: readonly string[],
  copy: string,
): Promise<readonly Contender[]> {
  return [
    { name: 'no proxy', port: 0, pid: undefined, stop: () => Promise.resolve() },
    await listening(NAMES.ours, startListening('door', { prefix })),
    await listening('Footbridge, fall-back', startListening('door', { prefix, options: ['--streams'] })),
    await listening(NAMES.pipe, startListening('pipe', { prefix })),
    await onPort(NAMES.copy, (port) => [...prefix, copy, port]),
    await onPort('microsocks', (port) => [...prefix, 'microsocks', '-i', '127.0.0.1', '-p', port]),
  ];
}

async function listening(name: string, starting: Promise<Listening>): Promise<Contender> {
  const { port, child, close } = await starting;
  return { name, port, pid: child.pid, stop: close };
}

/** A program that is told its port. */
async function onPort(name: string, command: (port: string) => readonly string[]): Promise<Contender> {
  const port = await freePort();
  const child = start(command(String(port)), { stdio: 'ignore' });
  await untilAnswered(name, port);
  return { name, port, pid: child.pid, stop: () => stop(child) };
}
