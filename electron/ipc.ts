import type { IpcMain, IpcMainEvent, IpcMainInvokeEvent } from 'electron';
import type { CommandName, EngineBridge, Outcome } from '../core/contract.ts';
import { answerCommand, notDone, type ShellHandlers } from '../core/shell-kit.ts';
import { isOurPage } from './app-origin.ts';
import { commandChannel } from './channels.ts';
import { COMMAND_NAMES } from './names.ts';

/** Characters of JSON that arguments may have: a pasted text at its longest, every character escaped. */
const MAX_ARGUMENTS = 512 * 1024;

export interface Handlers {
  readonly engine: Pick<EngineBridge, 'call'>;
  readonly shell: ShellHandlers;
}

/** Whether a message comes from the top frame of one of our own screens, and not from a frame put into it. */
export function isFromOurScreens(event: Pick<IpcMainInvokeEvent | IpcMainEvent, 'senderFrame'>): boolean {
  const frame = event.senderFrame;
  return frame !== null && frame.parent === null && isOurPage(frame.url);
}

function fits(args: unknown): boolean {
  try {
    return (JSON.stringify(args) ?? '').length <= MAX_ARGUMENTS;
  } catch {
    return false;
  }
}

/** Checks arguments of one command and has it carried out; whatever goes wrong is an outcome. */
export async function carryOut(
  command: CommandName,
  args: unknown,
  handlers: Handlers,
): Promise<Outcome<unknown>> {
  return fits(args) ? answerCommand(handlers, command, args) : notDone('bad-arguments');
}

/** Opens one channel for each command of the contract and no other. */
export function serveCommands(ipc: Pick<IpcMain, 'handle'>, handlers: Handlers): void {
  for (const command of COMMAND_NAMES) {
    ipc.handle(commandChannel(command), async (event, args: unknown) =>
      isFromOurScreens(event) ? carryOut(command, args, handlers) : notDone('bad-arguments'),
    );
  }
}
