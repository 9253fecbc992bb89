import * as v from 'valibot';
import {
  type Answer,
  type Arguments,
  COMMANDS,
  type CommandError,
  type CommandName,
  type EngineBridge,
  type EngineCommand,
  type Outcome,
  type ShellCommand,
} from '../contract.ts';

/** What a shell does for each command that is its own. */
export type ShellHandlers = {
  readonly [C in ShellCommand]: (args: Arguments<C>) => Promise<Outcome<Answer<C>>>;
};

/** A command that was carried out. */
export const done = <T>(value: T): Outcome<T> => ({ ok: true, value });
/** A command that was not. */
export const notDone = (code: CommandError['code']): Outcome<never> => ({ ok: false, error: { code } });

/** Whether a text that came from a screen names a command that screens may ask for. */
export function isCommandName(text: unknown): text is CommandName {
  return typeof text === 'string' && isKnown(text) && COMMANDS[text].by !== 'inner';
}

const isKnown = (text: string): text is CommandName => Object.hasOwn(COMMANDS, text);

/**
 * Checks a command's arguments and has it carried out, by the engine or by the shell as the contract says. Never rejects:
 * what throws is `internal`.
 */
export function answerCommand(
  { engine, shell }: { readonly engine: Pick<EngineBridge, 'call'>; readonly shell: ShellHandlers },
  command: CommandName,
  args: unknown,
): Promise<Outcome<unknown>> {
  if (!isCommandName(command)) return Promise.resolve(notDone('bad-arguments'));
  return isForEngine(command)
    ? carryOut(command, args, (fitting) => engine.call(command, fitting))
    : askShell(shell, command, args);
}

const askShell = <C extends ShellCommand>(shell: ShellHandlers, command: C, args: unknown) =>
  carryOut(command, args, shell[command]);

const isForEngine = (command: CommandName): command is EngineCommand => COMMANDS[command].by !== 'shell';

async function carryOut<C extends CommandName, T>(
  command: C,
  args: unknown,
  work: (args: Arguments<C>) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  const parsed = v.safeParse(COMMANDS[command].args, args);
  if (!parsed.success) return notDone('bad-arguments');
  try {
    return await work(parsed.output);
  } catch {
    return notDone('internal');
  }
}
