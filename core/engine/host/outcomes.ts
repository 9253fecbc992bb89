import type { Answer, Arguments, CommandError, EngineCommand, Outcome } from '../../contract.ts';

/** One function for each command; none rejects but for a fault of ours. */
export type Handlers = { [C in EngineCommand]: (args: Arguments<C>) => Promise<Outcome<Answer<C>>> };

/** What a command answers that has nothing to tell. */
export const DONE: Outcome<null> = { ok: true, value: null };

/** A command was not carried out, and why. */
export function refused(code: CommandError['code']): { readonly ok: false; readonly error: CommandError } {
  return { ok: false, error: { code } };
}

/** Runs something that writes; `cannot-save` where it cannot. */
export async function saving<T>(write: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return { ok: true, value: await write() };
  } catch {
    return refused('cannot-save');
  }
}
