import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';

const running = new Set<ChildProcess>();

// Whatever ends this program ends what it started.
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
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

/** Runs a program to its end; its standard output. Rejects when it fails, with what it said. */
export async function output(command: readonly string[], env?: NodeJS.ProcessEnv): Promise<string> {
  const child = start(command, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } });
  const said = { out: '', err: '' };
  child.stdout?.on('data', (chunk: Buffer) => (said.out += chunk));
  child.stderr?.on('data', (chunk: Buffer) => (said.err += chunk));
  await once(child, 'close');
  if (child.exitCode === 0) return said.out;
  throw new Error(`${command[0]} failed (${child.exitCode ?? child.signalCode}): ${said.err.trim()}`);
}
