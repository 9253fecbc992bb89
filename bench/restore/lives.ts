import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { start } from '../children.ts';
import type { World } from './world.ts';

/** Milliseconds that one life may take. */
const LIFE_MS = 90_000;
const LOOK_MS = 10;

/** The programs of the proof. */
export interface Tools {
  /** `core/testing/settings-life.ts`. */
  readonly life: string;
  /** The command line, which the restorer's entry starts on this system. */
  readonly cli: string;
}

export interface LifeOptions {
  readonly kind: 'pac' | 'everything';
  readonly port?: number;
  /** `kill:12`; see core/system/testing/faults.ts. */
  readonly fault?: string;
  readonly guardFault?: string;
  /** Arguments for Node. */
  readonly flags?: readonly string[];
}

/** A process that changes the settings and holds on. */
export interface Held {
  readonly child: ChildProcess;
  /** `changed` or `refused …`; null where it was killed before. */
  readonly said: string | null;
  /** How it ended. */
  readonly ended: Promise<NodeJS.Signals | number | null>;
}

/** Starts one; resolves when it has changed the settings, or was killed. */
export async function hold(world: World, tools: Tools, options: LifeOptions): Promise<Held> {
  const { kind, port = 7000, fault = '', guardFault = '', flags = [] } = options;
  const own = { LIFE_KIND: kind, LIFE_PORT: String(port), LIFE_FAULT: fault, LIFE_GUARD_FAULT: guardFault };
  const isModel = world.env.LIFE_PLATFORM !== undefined;
  const child = start([process.execPath, ...flags, tools.life, 'hold'], {
    env: { ...world.env, ...own, ...(isModel ? {} : { LIFE_RESTORER: tools.cli }) },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  child.stdin?.on('error', () => undefined);
  const ended = once(child, 'exit').then(([code, signal]): NodeJS.Signals | number | null => signal ?? code);
  const late = globalThis.setTimeout(() => child.kill('SIGKILL'), LIFE_MS);
  void ended.finally(() => clearTimeout(late));
  const spoke = child.stdout === null ? ended : once(child.stdout, 'data').then(([chunk]) => String(chunk));
  const first = await Promise.race([spoke, ended.then(() => null)]);
  return { child, said: typeof first === 'string' ? first.trim() : null, ended };
}

/** Runs another program of the proof to its end; its exit code. */
export async function runLife(
  world: World,
  tools: Tools,
  what: 'recover' | 'restore',
  env: NodeJS.ProcessEnv = {},
): Promise<number | null> {
  return runCommand(world, [process.execPath, tools.life, what], env);
}

/** What the next login runs, to its end: its exit code; null where nothing is run. */
export async function nextLogin(world: World): Promise<number | null> {
  const command = world.restorer();
  return command === null ? null : runCommand(world, command);
}

async function runCommand(world: World, command: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const child = start(command, { env: { ...world.env, ...env }, stdio: 'ignore' });
  const [code]: unknown[] = await once(child, 'exit');
  return typeof code === 'number' ? code : 1;
}

/** The ids of all guardians that were started. */
export function guardians(world: World): readonly number[] {
  const file = world.env.LIFE_GUARDS ?? '';
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8').split('\n').map(Number).filter(Boolean);
}

/** Waits until every guardian has ended. */
export async function guardiansGone(world: World): Promise<void> {
  await until(() => !guardians(world).some(isRunning));
}

/** Kills it with everybody who would put things back, as a power cut does. */
export async function killAll(world: World, ...held: readonly Held[]): Promise<void> {
  // Stopped first: a guardian that is missed is replaced.
  for (const { child } of held) child.kill('SIGSTOP');
  for (const id of guardians(world).filter(isRunning)) process.kill(id, 'SIGKILL');
  for (const { child } of held) child.kill('SIGKILL');
  await Promise.all(held.map(({ ended }) => ended));
  await guardiansGone(world);
}

/** Kills it alone. */
export async function kill({ child, ended }: Held): Promise<void> {
  child.kill('SIGKILL');
  await ended;
}

/** Asks it to end in good order; how it ended. */
export async function quit({ child, ended }: Held): Promise<NodeJS.Signals | number | null> {
  child.stdin?.write('restore\n');
  return ended;
}

/** Waits until something holds. */
export async function until(holds: () => boolean): Promise<void> {
  for (let waited = 0; !holds(); waited += LOOK_MS) {
    if (waited > LIFE_MS) throw new Error('it never came about');
    await setTimeout(LOOK_MS);
  }
}

function isRunning(id: number): boolean {
  try {
    return !/^State:\tZ/m.test(readFileSync(`/proc/${id}/status`, 'utf8'));
  } catch {
    return false;
  }
}
