import type { EngineBridge } from '../contract/bridge.ts';
import type { KnownState, State } from '../contract/state.ts';
import { createCalls } from './calls.ts';
import { failed, readAnswer } from './commands.ts';
import { lostState } from './lost.ts';
import type { ToShell } from './messages.ts';
import { type SuperviseOptions, superviseEngine } from './supervise.ts';
import { createWatches } from './watches.ts';

export interface LinkOptions extends Pick<SuperviseOptions, 'clock'> {
  /** Starts an engine process that runs `runEngineProcess`. */
  readonly spawn: SuperviseOptions['spawn'];
  /** Runs a network's own script in a browser's engine, where this shell is one; null where it cannot be run. */
  readonly findProxy?: (script: string, url: string) => Promise<string | null>;
  /** Erases everything where no engine can be started; whether nothing is left. Never rejects. */
  readonly eraseAlone?: () => Promise<boolean>;
}

/** Only the first proxy of an answer counts. Characters. */
const LONGEST_ANSWER = 1024;

/**
 * A shell's hold of an engine in another process. The first process is started at once. One that ends unasked is
 * started again (state `lost` meanwhile) and connects again where it was connected; one that cannot start, or ends again
 * and again, is left alone (state `failed`) until `connect` is called.
 */
export function connectEngine({ spawn, clock, findProxy, eraseAlone }: LinkOptions): EngineBridge {
  const listeners = new Set<(state: State) => void>();
  const calls = createCalls(clock);
  const watches = createWatches();
  let state: State = { phase: 'starting' };
  let known: KnownState | null = null;
  /** Whether it is, or is to be, connected. */
  let wish = false;
  /** A new process is to connect first; that it begins unconnected is nobody's business. */
  let returning: 'no' | 'to-ask' | 'asked' = 'no';
  let withheld: State | null = null;
  let closed: Promise<void> | null = null;

  const engine = superviseEngine({
    spawn,
    clock,
    onMessage: take,
    onStart() {
      returning = wish ? 'to-ask' : 'no';
      withheld = null;
      for (const message of watches.messages()) engine.post(message);
    },
    onLost(attempt) {
      calls.lose();
      publish(known === null ? { phase: 'starting' } : lostState(known, attempt));
    },
    onFailed(code, message) {
      calls.lose();
      publish({ phase: 'failed', code, message });
    },
  });
  engine.start();

  return {
    async call(command, args) {
      if (command === 'eraseEverything' && state.phase === 'failed' && eraseAlone !== undefined)
        return (await eraseAlone()) ? readAnswer(command, null) : failed('cannot-save');
      if (command === 'connect') wish = true;
      if (command === 'connect' && state.phase === 'failed') {
        publish({ phase: 'starting' });
        engine.start();
      }
      return calls.call(command, args, engine.post);
    },
    watchState(listener) {
      listeners.add(listener);
      listener(state);
      return () => void listeners.delete(listener);
    },
    watchStream(name, listener) {
      const id = watches.add(name, listener);
      engine.post({ kind: 'watch', id, stream: name });
      return () => {
        watches.remove(id);
        engine.post({ kind: 'unwatch', id });
      };
    },
    close() {
      closed ??= engine.end().then(calls.lose);
      return closed;
    },
  };

  function publish(next: State): void {
    state = next;
    if ('messengers' in next) known = next;
    for (const listener of [...listeners]) listener(next);
  }

  function take(message: ToShell): void {
    if (message.kind === 'answer') calls.answered(message.id, message.outcome);
    else if (message.kind === 'items') watches.items(message.id, message.items);
    else if (message.kind === 'state') takeState(message.state);
    else if (message.kind === 'find-proxy') void tellProxy(message.id, message.script, message.url);
  }

  async function tellProxy(id: number, script: string, url: string): Promise<void> {
    const answer = (await findProxy?.(script, url).catch(() => null)) ?? null;
    engine.post({ kind: 'proxy-found', id, answer: answer?.slice(0, LONGEST_ANSWER) ?? null });
  }

  function takeState(next: State): void {
    if (returning !== 'no' && next.phase === 'off') {
      withheld = next;
      if (returning === 'to-ask') void connectAgain();
      return;
    }
    returning = 'no';
    wish = next.phase === 'searching' || next.phase === 'on';
    publish(next);
  }

  /** An engine tells that it searches before it answers: one that is still off then did not begin. */
  async function connectAgain(): Promise<void> {
    returning = 'asked';
    const outcome = await calls.call('connect', {}, engine.post);
    const isLost = !outcome.ok && outcome.error.code === 'engine-lost';
    if (isLost || returning !== 'asked' || withheld === null) return;
    returning = 'no';
    wish = false;
    publish(withheld);
  }
}
