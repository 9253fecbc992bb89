import * as v from 'valibot';
import {
  type Answer,
  COMMANDS,
  type CommandError,
  type CommandName,
  type Outcome,
  type PageMessage,
} from '../../core/contract.ts';
import type { Timers } from './timers.ts';

/** Milliseconds until an answer is not waited for any more; longer than the engine itself is given. */
const DEADLINES_MS: Readonly<Partial<Record<CommandName, number>>> = {
  disconnect: 25_000,
  eraseEverything: 40_000,
  testWay: 40_000,
  detectPrograms: 20_000,
};
const DEADLINE_MS = 15_000;

type Settlement = { readonly value: unknown } | { readonly code: CommandError['code'] };
type CallMessage = Extract<PageMessage, { type: 'call' }>;

/** Calls that wait for an answer, and those that wait for a connection. */
export interface CallBook {
  call<C extends CommandName>(command: C, args: unknown): Promise<Outcome<Answer<C>>>;
  answered(id: number, settlement: Settlement): void;
  /** There is a connection: what waited goes out, and from now on everything goes at once. */
  connected(send: (message: CallMessage) => void): void;
  /** There is none any more. What was sent may or may not have been done; with `forGood` nothing is kept waiting either. */
  disconnected(forGood: boolean): void;
}

export function createCallBook(timers: Timers): CallBook {
  const waiting = new Map<number, { message: CallMessage; settle(settlement: Settlement): void }>();
  const sent = new Set<number>();
  let send: ((message: CallMessage) => void) | null = null;
  let isOver = false;
  let last = 0;

  return {
    call(command, args) {
      last += 1;
      const message: CallMessage = { type: 'call', id: last, command, args };
      return new Promise((resolve) => {
        const lapse = timers.after(DEADLINES_MS[command] ?? DEADLINE_MS, () =>
          settle(message.id, { code: 'timed-out' }),
        );
        const done = (settlement: Settlement) => {
          lapse();
          resolve(outcome(command, settlement));
        };
        waiting.set(message.id, { message, settle: done });
        if (send !== null) dispatch(message, send);
        else if (isOver) settle(message.id, { code: 'engine-lost' });
      });
    },
    answered: settle,
    connected(next) {
      send = next;
      isOver = false;
      for (const { message } of waiting.values()) dispatch(message, next);
    },
    disconnected(forGood) {
      send = null;
      isOver = forGood;
      for (const id of forGood ? [...waiting.keys()] : [...sent]) settle(id, { code: 'engine-lost' });
    },
  };

  function dispatch(message: CallMessage, through: (message: CallMessage) => void): void {
    sent.add(message.id);
    through(message);
  }

  function settle(id: number, settlement: Settlement): void {
    const call = waiting.get(id);
    waiting.delete(id);
    sent.delete(id);
    call?.settle(settlement);
  }
}

function outcome<C extends CommandName>(command: C, settlement: Settlement): Outcome<Answer<C>> {
  if ('code' in settlement) return { ok: false, error: { code: settlement.code } };
  const parsed = v.safeParse(COMMANDS[command].result, settlement.value);
  return parsed.success ? { ok: true, value: parsed.output } : { ok: false, error: { code: 'internal' } };
}
