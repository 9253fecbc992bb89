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
  let worked: Promise<void> = Promise.resolve();

  async function work(): Promise<void> {
    for (;;) {
      const isCalledOff = !isWanted || calling.signal.aborted;
      if (connection !== null && isCalledOff) await close(connection);
      else if (connection === null && isWanted) await open();
      else break;
    }
    // Not after an await: who presses now must find nobody at work.
    isWorking = false;
  }

  async function open(): Promise<void> {
    calling = new AbortController();
    options.onConnecting();
    try {
      connection = await options.open(calling.signal);
      options.onOpened(connection);
    } catch (error) {
      if (!calling.signal.aborted) {
        isWanted = false;
        options.onFailed(error);
      }
      options.onStopped();
    }
  }

  async function close(open: Connection): Promise<void> {
    options.onStopping();
    await open.close().catch(options.onFailed);
    connection = null;
    options.onStopped();
  }

  function begin(): Promise<void> {
    if (!isWorking) {
      isWorking = true;
      worked = work();
    }
    return worked;
  }

  return {
    connect() {
      isWanted = true;
      void begin();
    },
    disconnect() {
      isWanted = false;
      calling.abort(new Error('called off'));
      if (connection === null && isWorking) options.onStopping();
      return begin();
    },
    current: () => (calling.signal.aborted ? null : connection),
  };
}
