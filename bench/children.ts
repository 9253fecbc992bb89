import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';

const running = new Set<ChildProcess>();

// Whatever ends this program ends what it started.
process.once('exit', () => {
  for (const child of running) child.kill('SIGTERM');
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130));

/** Starts a program that does not outlive this one. */
export function start(command: readonly string[], options: SpawnOptions): ChildProcess {
  const [program = '', ...args] = command;
  const child = spawn(program, args, options);
  running.add(child);
  child.once('close', () => running.delete(child));
  return child;
}

/** Ends a program, and resolves once it has ended. */
export async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const closed = once(child, 'close');
  child.kill('SIGKILL');
  await closed;
}

/** Runs a program to its end: its exit code and what it said; rejects when there is no such program. */
export async function run(
  command: readonly string[],
): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  const child = start(command, { stdio: ['ignore', 'pipe', 'pipe'] });
  const said = { out: '', err: '' };
  child.stdout?.on('data', (chunk: Buffer) => (said.out += chunk));
  child.stderr?.on('data', (chunk: Buffer) => (said.err += chunk));
  const [code]: unknown[] = await once(child, 'close');
  return { code: typeof code === 'number' ? code : 1, ...said };
}

/** Runs a program that has to succeed; its standard output. Rejects with what it complained of. */
export async function output(command: readonly string[]): Promise<string> {
  const { code, out, err } = await run(command);
  if (code === 0) return out;
  throw new Error(`${command[0]} failed (${code}): ${err.trim()}`);
}
