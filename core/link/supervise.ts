import type { Clock } from '../model/time.ts';
import { readToShell, type ToEngine, type ToShell } from './messages.ts';
import type { EngineProcess } from './port.ts';
import { createRestarts } from './restarts.ts';

/** How long an engine that was asked to end may take. Milliseconds. */
const END_MS = 8_000;

export interface SuperviseOptions {
  /** What it throws counts as an end of the process. */
  readonly spawn: () => EngineProcess;
  readonly clock: Clock;
  /** A new process is there; what is posted now reaches it. */
  readonly onStart: () => void;
  readonly onMessage: (message: ToShell) => void;
  /** The process ended unasked; another will be started, the `attempt`th since all was well. */
  readonly onLost: (attempt: number) => void;
  /** It is of no use to start another. */
  readonly onFailed: (code: string, message: string) => void;
}

export interface Supervised {
  /** False where there is no process to send to. */
  post(message: ToEngine): boolean;
  /** Begins, also once more after a failure. */
  start(): void;
  /** Ends the process: kindly, and after 8 s by force. Resolves once it is gone. */
  end(): Promise<void>;
}

/** Keeps one engine process running: one that ends unasked is followed by another. */
export function superviseEngine(options: SuperviseOptions): Supervised {
  const { clock } = options;
  const restarts = createRestarts();
  const ended = new AbortController();
  let current: EngineProcess | null = null;
  let tellGone = (): void => undefined;

  function start(): void {
    if (ended.signal.aborted || current !== null) return;
    let process: EngineProcess;
    try {
      process = options.spawn();
    } catch {
      died();
      return;
    }
    current = process;
    process.onMessage((message) => {
      const read = current === process ? readToShell(message) : undefined;
      if (read?.kind === 'cannot-start') giveUp(process, read.code, read.message);
      else if (read !== undefined) options.onMessage(read);
    });
    options.onStart();
    process.onClose(() => {
      if (current !== process) return;
      current = null;
      died();
    });
  }

  function died(): void {
    tellGone();
    if (ended.signal.aborted) return;
    const pause = restarts.died(clock.monotonic());
    if (pause === null) {
      options.onFailed('engine-keeps-ending', 'The engine ended again and again');
      return;
    }
    options.onLost(restarts.attempt());
    clock.sleep(pause, ended.signal).then(start, () => undefined);
  }

  function giveUp(process: EngineProcess, code: string, message: string): void {
    current = null;
    process.kill();
    tellGone();
    options.onFailed(code, message);
  }

  return {
    post(message) {
      current?.post(message);
      return current !== null;
    },
    start() {
      restarts.reset();
      start();
    },
    async end() {
      ended.abort();
      const process = current;
      if (process === null) return;
      const gone = new Promise<void>((resolve) => {
        tellGone = resolve;
      });
      const timer = new AbortController();
      clock.sleep(END_MS, timer.signal).then(
        () => process.kill(),
        () => undefined,
      );
      process.post({ kind: 'end' });
      await gone;
      timer.abort();
    },
  };
}
