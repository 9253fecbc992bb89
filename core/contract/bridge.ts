import type { Answer, Arguments, CommandName, EngineCommand, Outcome } from './commands.ts';
import type { State, StreamItem, StreamName } from './state.ts';

/** What comes from an engine without being asked for. */
interface Watchable {
  /** Hands over the state as it is, at once where it is known, and each time it changes. Returns how to stop. */
  watchState(listener: (state: State) => void): () => void;
  /** Hands over what a stream holds and what comes. Returns how to stop. */
  watchStream<N extends StreamName>(name: N, listener: (items: readonly StreamItem<N>[]) => void): () => void;
}

/** What a screen holds of the engine and its shell, whichever shell that is. */
export interface Bridge extends Watchable {
  /** Never rejects: what goes wrong is an outcome. */
  call<C extends CommandName>(command: C, args: Arguments<C>): Promise<Outcome<Answer<C>>>;
  /** What a link that the program was started with proposes; taken out by reading it. */
  watchInvitations(listener: (text: string) => void): () => void;
}

/** The engine's part of a bridge: the engine itself, or what a shell holds of one in another process. */
export interface EngineBridge extends Watchable {
  /** Never rejects: what goes wrong is an outcome. */
  call<C extends EngineCommand>(command: C, args: Arguments<C>): Promise<Outcome<Answer<C>>>;
  /** Disconnects and ends the engine; resolves once that is done. Repeatable. */
  close(): Promise<void>;
}

/** How the start of an engine went. `broken-data`: a file it came with cannot be read; `cannot-open`: its folder cannot. */
export type EngineStart =
  | { readonly ok: true; readonly engine: EngineBridge }
  | { readonly ok: false; readonly code: 'broken-data' | 'cannot-open'; readonly message: string };
