import type { Bridge, EngineBridge, Outcome } from '../core/contract.ts';
import { answerCommand, isCommandName, notDone, type ShellHandlers } from '../core/shell-kit.ts';

/** Everything a page can ask for: the engine's commands and this shell's own. */
export interface Desk extends Pick<Bridge, 'watchState' | 'watchStream'> {
  /** Checks name and arguments; never rejects. */
  call(command: string, args: unknown): Promise<Outcome<unknown>>;
}

/** Passes the engine's commands on and carries out the shell's. */
export function createDesk(engine: EngineBridge, shell: ShellHandlers): Desk {
  return {
    watchState: engine.watchState,
    watchStream: engine.watchStream,
    call: async (command, args) =>
      isCommandName(command) ? answerCommand({ engine, shell }, command, args) : notDone('bad-arguments'),
  };
}
