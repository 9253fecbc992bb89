import type { Answer, Arguments, CommandName, Outcome } from './commands.ts';
import type { State, StreamItem, StreamName } from './state.ts';

/** What a screen holds of the engine and its shell, whichever shell that is. */
export interface Bridge {
  /** Never rejects: what goes wrong is an outcome. */
  call<C extends CommandName>(command: C, args: Arguments<C>): Promise<Outcome<Answer<C>>>;
  /** Hands over the state as it is, at once where it is known, and each time it changes. Returns how to stop. */
  watchState(listener: (state: State) => void): () => void;
  /** Hands over what a stream holds and what comes. Returns how to stop. */
  watchStream<N extends StreamName>(name: N, listener: (items: readonly StreamItem<N>[]) => void): () => void;
  /** What a link that the program was started with proposes; taken out by reading it. */
  watchInvitations(listener: (text: string) => void): () => void;
}
