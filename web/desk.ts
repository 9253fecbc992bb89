import * as v from 'valibot';
import {
  type Bridge,
  COMMANDS,
  type CommandName,
  type EngineBridge,
  type EngineCommand,
  type Outcome,
} from '../core/contract.ts';
import { answerShell, isCommandName, notDone, type ShellHandlers } from '../core/shell-kit.ts';

/** Everything a page can ask for: the engine's commands and this shell's own. */
export interface Desk extends Pick<Bridge, 'watchState' | 'watchStream'> {
  /** Checks name and arguments; never rejects. */
  call(command: string, args: unknown): Promise<Outcome<unknown>>;
}

/** Passes the engine's commands on and carries out the shell's. */
export function createDesk(engine: EngineBridge, handlers: ShellHandlers): Desk {
  return {
    watchState: engine.watchState,
    watchStream: engine.watchStream,
    async call(command, args) {
      if (!isCommandName(command)) return notDone('bad-arguments');
      return isForEngine(command) ? callEngine(engine, command, args) : answerShell(handlers, command, args);
    },
  };
}

const isForEngine = (command: CommandName): command is EngineCommand => COMMANDS[command].by === 'engine';

async function callEngine<C extends EngineCommand>(
  engine: EngineBridge,
  command: C,
  args: unknown,
): Promise<Outcome<unknown>> {
  const parsed = v.safeParse(COMMANDS[command].args, args);
  if (!parsed.success) return notDone('bad-arguments');
  try {
    return await engine.call(command, parsed.output);
  } catch {
    return notDone('internal');
  }
}
