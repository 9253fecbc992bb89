import * as v from 'valibot';
import {
  type Answer,
  type Arguments,
  COMMANDS,
  type CommandError,
  type CommandName,
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

/** Whether a text that came from a screen names a command. */
export function isCommandName(text: unknown): text is CommandName {
  return typeof text === 'string' && Object.hasOwn(COMMANDS, text);
}

/** Checks the arguments and carries the command out. Never rejects: a handler that throws is `internal`. */
export async function answerShell<C extends ShellCommand>(
  handlers: ShellHandlers,
  command: C,
  args: unknown,
): Promise<Outcome<Answer<C>>> {
  const parsed = v.safeParse(COMMANDS[command].args, args);
  if (!parsed.success) return notDone('bad-arguments');
  try {
    return await handlers[command](parsed.output);
  } catch {
    return notDone('internal');
  }
}
