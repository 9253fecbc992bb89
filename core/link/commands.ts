import * as v from 'valibot';
import type { EngineBridge } from '../contract/bridge.ts';
import {
  type Answer,
  type Arguments,
  COMMANDS,
  type CommandError,
  type EngineCommand,
  type Outcome,
} from '../contract/commands.ts';

/** How long a shell waits for an answer, where 10 s would not do. Milliseconds. */
const DEADLINES_MS: Readonly<Partial<Record<EngineCommand, number>>> = {
  disconnect: 20_000,
  eraseEverything: 30_000,
  testWay: 240_000,
  fetchList: 75_000,
  refreshList: 75_000,
  detectPrograms: 15_000,
  lookAtProgram: 20_000,
  keepProgram: 40_000,
  useSystemProxy: 45_000,
  restoreComputer: 30_000,
  sharePhones: 20_000,
};
const DEADLINE_MS = 10_000;

/** Milliseconds until a command's answer is not waited for any more. */
export function deadlineOf(command: EngineCommand): number {
  return DEADLINES_MS[command] ?? DEADLINE_MS;
}

/** Whether there is such a command and the engine carries it out. */
export function isEngineCommand(name: string): name is EngineCommand {
  return Object.entries(COMMANDS).some(([known, { by }]) => known === name && by !== 'shell');
}

/** An outcome for what went wrong. */
export function failed(code: CommandError['code']): { readonly ok: false; readonly error: CommandError } {
  return { ok: false, error: { code } };
}

/** The arguments where they fit the command; undefined otherwise. */
export function readArguments<C extends EngineCommand>(command: C, args: unknown): Arguments<C> | undefined {
  const parsed = v.safeParse(COMMANDS[command].args, args);
  return parsed.success ? parsed.output : undefined;
}

/** The answer where it fits the command; `internal` otherwise. */
export function readAnswer<C extends EngineCommand>(command: C, value: unknown): Outcome<Answer<C>> {
  const parsed = v.safeParse(COMMANDS[command].result, value);
  return parsed.success ? { ok: true, value: parsed.output } : failed('internal');
}

/** Checks and carries out what a shell asks for. Never rejects. */
export async function carryOut<C extends EngineCommand>(
  engine: EngineBridge,
  command: C,
  args: unknown,
): Promise<Outcome<Answer<C>>> {
  const checked = readArguments(command, args);
  if (checked === undefined) return failed('bad-arguments');
  return engine.call(command, checked).catch(() => failed('internal'));
}
