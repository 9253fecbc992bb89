import type { Connection } from '../connect.ts';

export interface LifecycleOptions {
  /** Opens the local proxy and begins to search. Rejects when aborted, or where it cannot be opened. */
  readonly open: (signal: AbortSignal) => Promise<Connection>;
  readonly onConnecting: () => void;
  readonly onOpened: (connection: Connection) => void;
  readonly onStopping: () => void;
  readonly onStopped: () => void;
  /** It could not be opened, for another reason than being called off. */
  readonly onFailed: (error: unknown) => void;
}

/** Brings what is into line with what the person wants, whatever they press in whatever order. */
export interface Lifecycle {
  /** Wants a connection from now on; returns at once. */
  connect(): void;
  /** Wants none; resolves when everything is closed. Never rejects. */
  disconnect(): Promise<void>;
  /** The one that is open; null before and after. */
  current(): Connection | null;
}

/** One worker opens and closes, one after the other, so that no press can overtake another. */
export function createLifecycle(options: LifecycleOptions): Lifecycle {
  let isWanted = false;
  let calling = new AbortController();
  let connection: Connection | null = null;
  let isWorking = false;
  /** Who waits for everything to be closed. */
  const waiting: (() => void)[] = [];

  async function work(): Promise<void> {
    for (;;) {
      const isCalledOff = !isWanted || calling.signal.aborted;
      if (connection !== null && isCalledOff) await close(connection);
      else if (connection === null && isWanted) await open();
      else break;
    }
    // Not after an await: who presses now must find nobody at work.
    isWorking = false;
    if (connection === null && waiting.length > 0) stopped();
  }

  async function open(): Promise<void> {
    calling = new AbortController();
    answerWaiting();
    options.onConnecting();
    try {
      connection = await options.open(calling.signal);
      options.onOpened(connection);
    } catch (error) {
      if (!calling.signal.aborted) {
        isWanted = false;
        options.onFailed(error);
      }
      stopped();
    }
  }

  async function close(open: Connection): Promise<void> {
    options.onStopping();
    await open.close().catch(options.onFailed);
    connection = null;
    stopped();
  }

  function stopped(): void {
    options.onStopped();
    answerWaiting();
  }

  function answerWaiting(): void {
    for (const tell of waiting.splice(0)) tell();
  }

  function begin(): void {
    if (isWorking) return;
    isWorking = true;
    void work();
  }

  return {
    connect() {
      isWanted = true;
      begin();
    },
    disconnect() {
      isWanted = false;
      calling.abort(new Error('called off'));
      if (connection === null && !isWorking) return Promise.resolve();
      if (connection === null) options.onStopping();
      begin();
      return new Promise((resolve) => {
        waiting.push(resolve);
      });
    },
    current: () => (calling.signal.aborted ? null : connection),
  };
}
