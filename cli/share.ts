import { once } from 'node:events';
import type { EngineEvent, ShareView } from '../core/contract.ts';
import type { Engine } from '../core/engine.ts';
import { CommandError, EXIT } from './exit-codes.ts';
import { phonesText } from './people/phones.ts';
import type { Printer } from './printer.ts';

export interface ShareManner {
  /** The person has said already that this network is theirs. */
  readonly isSure: boolean;
  readonly port: number | undefined;
  /** Asks at the terminal; null where there is none. */
  readonly ask: ((question: string, signal: AbortSignal) => Promise<boolean | undefined>) | null;
  readonly isTerminal: boolean;
}

const QUESTION =
  'Is this your own network, or one whose people you trust? Phones in it will see that this computer helps. [y/N] ';

/** The last that was told of sharing. */
export function createShareMemory(): { note(event: EngineEvent): void; current(): ShareView | null } {
  let share: ShareView | null = null;
  return {
    note(event) {
      if (event.event === 'share') share = event.share;
    },
    current: () => share,
  };
}

/** Connects, opens the doors for phones, says what to do on them, and stays until interrupted. */
export async function share(
  engine: Engine,
  printer: Printer,
  memory: Pick<ReturnType<typeof createShareMemory>, 'current'>,
  manner: ShareManner,
  signal: AbortSignal,
): Promise<void> {
  if (!(manner.isSure || (await manner.ask?.(QUESTION, signal)))) {
    if (signal.aborted) return;
    const hint = manner.ask === null ? ' Where nobody can be asked, --yes says so.' : '';
    throw new CommandError(EXIT.usage, `Nothing was shared: only a network of your own may be.${hint}`);
  }
  const connection = await engine.connect({ port: manner.port, signal }).catch((error: unknown) => {
    if (!signal.aborted) throw error;
    return null;
  });
  if (connection === null) return;
  await connection.sharing.begin({ isSure: true, keep: false });
  const shared = memory.current();
  if (shared?.is === 'on') {
    const telegram = connection.sharing.links();
    printer.value({ event: 'phones', telegram }, phonesText(shared, telegram, manner.isTerminal));
  }
  if (!signal.aborted) await once(signal, 'abort');
  await connection.close();
  printer.say('Stopped. Take the proxy out of the phones’ settings, or start footbridge share again.');
}
