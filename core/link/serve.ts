import type { EngineBridge, EngineStart } from '../contract/bridge.ts';
import { carryOut, failed, isEngineCommand } from './commands.ts';
import { readToEngine, type ToEngine, type ToShell } from './messages.ts';
import type { MessagePortLike } from './port.ts';
import { createProxyQuestions, type ShellHelp } from './proxy-questions.ts';

/** A shell that asks for more at once is broken. */
const MOST_CALLS = 256;
const MOST_WATCHES = 64;
/** Messages kept while the engine is being opened. */
const MOST_EARLY = 64;

/** Lets a shell at the other end of a port use an engine. Returns how to stop; the engine is left as it is. */
export function serveHost(engine: EngineBridge, port: MessagePortLike): () => void {
  const watches = new Map<number, () => void>();
  let underWay = 0;
  const post = (message: ToShell): void => port.post(message);
  const stopState = engine.watchState((state) => post({ kind: 'state', state }));
  port.onMessage((message) => {
    const read = readToEngine(message);
    if (read !== undefined) take(read);
  });
  port.onClose(stop);
  return stop;

  function take(message: ToEngine): void {
    if (message.kind === 'call') {
      void call(message);
    } else if (message.kind === 'watch') {
      const { id, stream } = message;
      if (watches.has(id) || watches.size >= MOST_WATCHES) return;
      const tell = (items: readonly unknown[]) => post({ kind: 'items', id, items: [...items] });
      watches.set(id, engine.watchStream(stream, tell));
    } else if (message.kind === 'unwatch') {
      watches.get(message.id)?.();
      watches.delete(message.id);
    }
  }

  async function call({ id, command, args }: Extract<ToEngine, { kind: 'call' }>): Promise<void> {
    const answer = (outcome: Extract<ToShell, { kind: 'answer' }>['outcome']) =>
      post({ kind: 'answer', id, outcome });
    if (!isEngineCommand(command)) return answer(failed('bad-arguments'));
    if (underWay >= MOST_CALLS) return answer(failed('too-many'));
    underWay += 1;
    answer(await carryOut(engine, command, args));
    underWay -= 1;
  }

  function stop(): void {
    stopState();
    for (const unwatch of watches.values()) unwatch();
    watches.clear();
  }
}

/**
 * The whole life of an engine process: opens the engine, serves its shell, and resolves when that is gone or wants the
 * end, after everything is closed. Where the engine cannot be opened the shell is told why. Never rejects. `start` gets
 * what the shell can do for its engine.
 */
export async function runEngineProcess(
  port: MessagePortLike,
  start: (shell: ShellHelp) => Promise<EngineStart>,
): Promise<void> {
  const early: unknown[] = [];
  const questions = createProxyQuestions((message) => port.post(message));
  let hear = (message: unknown): void => {
    if (early.length < MOST_EARLY) early.push(message);
  };
  const over = new Promise<void>((resolve) => {
    port.onClose(resolve);
    port.onMessage((message) => {
      const read = readToEngine(message);
      if (read?.kind === 'end') resolve();
      else if (read?.kind === 'proxy-found') questions.answered(read.id, read.answer);
      else hear(message);
    });
  });
  const started = await start(questions).catch(cannotOpen);
  if (!started.ok) {
    const { code, message } = started;
    const told: ToShell = { kind: 'cannot-start', code, message };
    port.post(told);
    return over;
  }
  const stop = serveHost(started.engine, {
    post: (message) => port.post(message),
    onMessage(listener) {
      hear = listener;
      for (const message of early) listener(message);
    },
    // It is stopped below.
    onClose: () => undefined,
  });
  await over;
  stop();
  await started.engine.close();
}

function cannotOpen(error: unknown): Extract<EngineStart, { ok: false }> {
  const message = error instanceof Error ? error.message : String(error);
  return { ok: false, code: 'cannot-open', message: message.slice(0, 4096) };
}
