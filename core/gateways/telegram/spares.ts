import type { Duplex } from 'node:stream';
import type { Clock } from '../../model/time.ts';

/** Waiting web sockets, of one data centre and of all; apps open several connections within moments. */
const MOST_ALIKE = 2;
const MOST = 4;
/** One that waited longer may be forgotten on the way. Milliseconds. */
const LONGEST_WAIT_MS = 120_000;

/** Web sockets that were opened ahead of need. */
export interface Spares {
  /** One that still stands, which is the caller's then; undefined where there is none. */
  take(key: string): Duplex | undefined;
  /** Opens one to wait under that key, where there is room; what comes of it is nobody's concern. */
  fill(key: string, open: (signal: AbortSignal) => Promise<Duplex>): void;
  /** Ends all that wait, and those that are being opened. */
  close(): void;
}

/** `kept` is told while any wait, so that they end with whatever ends all connections. */
export function createSpares(clock: Clock, kept: Set<{ close(): void }>): Spares {
  const waiting = new Map<Duplex, { readonly key: string; readonly callOff: () => void }>();
  const opening: string[] = [];
  let calling = new AbortController();

  const drop = (socket: Duplex): void => {
    waiting.get(socket)?.callOff();
    waiting.delete(socket);
    if (waiting.size === 0 && opening.length === 0) kept.delete(spares);
  };

  const put = (key: string, socket: Duplex): void => {
    const over = () => {
      drop(socket);
      socket.destroy();
    };
    // It says nothing before it was spoken to: whatever it says is an end.
    const events = ['error', 'end', 'close', 'readable'] as const;
    for (const event of events) socket.on(event, over);
    const stopTimer = clock.after(LONGEST_WAIT_MS, over);
    const callOff = () => {
      stopTimer();
      for (const event of events) socket.off(event, over);
      // Until its new owner listens.
      socket.on('error', () => undefined);
    };
    waiting.set(socket, { key, callOff });
    if (socket.destroyed) over();
  };

  const spares: Spares = {
    take(key) {
      const found = [...waiting].find(([socket, one]) => one.key === key && !socket.destroyed)?.[0];
      if (found !== undefined) drop(found);
      return found;
    },
    fill(key, open) {
      const alike = [...waiting.values()].filter((one) => one.key === key).length;
      const coming = opening.filter((one) => one === key).length;
      // One after the other: handshakes that look alike are policed.
      if (coming > 0 || alike >= MOST_ALIKE || waiting.size + opening.length >= MOST) return;
      opening.push(key);
      kept.add(spares);
      const { signal } = calling;
      const over = (): void => {
        opening.splice(opening.indexOf(key), 1);
        if (waiting.size === 0 && opening.length === 0) kept.delete(spares);
      };
      open(signal)
        .then((socket) => (signal.aborted ? void socket.destroy() : put(key, socket)))
        .then(over, over);
    },
    close() {
      calling.abort();
      calling = new AbortController();
      for (const socket of [...waiting.keys()]) {
        drop(socket);
        socket.destroy();
      }
    },
  };
  return spares;
}
