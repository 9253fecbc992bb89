import type { Answer, Arguments, EngineCommand, Outcome } from '../contract/commands.ts';
import type { Clock } from '../model/time.ts';
import { deadlineOf, failed, readAnswer, readArguments } from './commands.ts';
import type { ToEngine, ToShell } from './messages.ts';

/** More at once than screens can ask for. */
const MOST_CALLS = 128;

type RawOutcome = Extract<ToShell, { kind: 'answer' }>['outcome'];

/** Calls that wait for their answers. */
export interface Calls {
  /** `post` sends, and says false where there is nobody to send to. Never rejects. */
  call<C extends EngineCommand>(
    command: C,
    args: Arguments<C>,
    post: (message: ToEngine) => boolean,
  ): Promise<Outcome<Answer<C>>>;
  /** An answer came; one that nobody waits for is passed over. */
  answered(id: number, outcome: RawOutcome): void;
  /** The engine ended: nobody will answer. */
  lose(): void;
}

/** Each call ends by its answer, its deadline or the engine's end, whichever comes first. */
export function createCalls(clock: Clock): Calls {
  const waiting = new Map<number, (outcome: RawOutcome) => void>();
  let next = 0;
  return {
    async call(command, args, post) {
      const checked = readArguments(command, args);
      if (checked === undefined) return failed('bad-arguments');
      if (waiting.size >= MOST_CALLS) return failed('too-many');
      const id = next++;
      const over = new AbortController();
      const answer = new Promise<RawOutcome>((resolve) => {
        waiting.set(id, resolve);
        clock.sleep(deadlineOf(command), over.signal).then(
          () => resolve(failed('timed-out')),
          () => undefined,
        );
      });
      if (!post({ kind: 'call', id, command, args: checked })) waiting.get(id)?.(failed('engine-lost'));
      const outcome = await answer;
      waiting.delete(id);
      over.abort();
      return outcome.ok ? readAnswer(command, outcome.value) : outcome;
    },
    answered: (id, outcome) => waiting.get(id)?.(outcome),
    lose() {
      for (const resolve of waiting.values()) resolve(failed('engine-lost'));
    },
  };
}
