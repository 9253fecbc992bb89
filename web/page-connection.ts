import type { WebSocket } from 'ws';
import { PAGE_CLOSED, type PageMessage, type ServerMessage, type State } from '../core/contract.ts';
import type { Clock } from '../core/model/time.ts';
import type { Desk } from './desk.ts';
import { latestOnly } from './latest-only.ts';
import type { Links } from './links.ts';
import { readPageMessage } from './page-message.ts';
import { createRate } from './rate.ts';

/** How long a page may take to say who it is. Milliseconds. */
const GREETING_MS = 2_000;
/** More calls under way at once are answered with `too-many`. */
const MOST_CALLS = 32;
/** A person presses less; a page opens with a handful. */
const MESSAGES = { burst: 120, perSecond: 30 };
/** Bytes waiting for a page that does not read; it is let go and may come back. */
const MOST_WAITING = 4 * 1024 * 1024;

const REFUSALS = {
  none: PAGE_CLOSED.noGreeting,
  used: PAGE_CLOSED.linkUsed,
  unknown: PAGE_CLOSED.linkUnknown,
} as const;

export interface PageOptions {
  readonly desk: Desk;
  readonly links: Links;
  readonly clock: Clock;
}

/** Serves one page over its WebSocket: nothing before its greeting, everything after; ends with the socket. */
export function servePage(socket: WebSocket, { desk, links, clock }: PageOptions): void {
  const gone = new AbortController();
  const mayCome = createRate(clock, MESSAGES);
  const watches = new Map<string, () => void>();
  let isGreeted = false;
  let calls = 0;

  socket.on('close', () => gone.abort(new Error('closed')));
  // `ws` closes by itself what breaks its rules, such as a message too long.
  socket.on('error', () => gone.abort(new Error('broken')));
  gone.signal.addEventListener('abort', () => {
    for (const stop of watches.values()) stop();
    watches.clear();
  });
  clock.sleep(GREETING_MS, gone.signal).then(
    () => isGreeted || socket.close(PAGE_CLOSED.noGreeting),
    () => undefined,
  );
  socket.on('message', (data, isBinary) => {
    if (gone.signal.aborted || socket.readyState !== socket.OPEN) return;
    if (!mayCome()) return socket.close(PAGE_CLOSED.illBehaved);
    const message = isBinary ? null : readPageMessage(data.toString());
    if (!isGreeted) return greet(message);
    if (message === null || message.type === 'hello') return socket.close(PAGE_CLOSED.illBehaved);
    if (message.type === 'call') return void answer(message);
    if (message.type === 'watch') return watch(message.stream);
    watches.get(message.stream)?.();
    watches.delete(message.stream);
  });

  function greet(message: PageMessage | null): void {
    const greeting = message?.type === 'hello' ? links.greet(message.link, message.tab) : 'none';
    if (greeting === 'welcome') {
      isGreeted = true;
      watches.set('state', desk.watchState(latestOnly(sendState)));
    } else socket.close(REFUSALS[greeting]);
  }

  async function answer({ id, command, args }: Extract<PageMessage, { type: 'call' }>): Promise<void> {
    if (calls >= MOST_CALLS) return void send({ type: 'not-done', id, code: 'too-many' });
    calls += 1;
    const outcome = await desk.call(command, args);
    calls -= 1;
    await send(
      outcome.ok
        ? { type: 'done', id, value: outcome.value }
        : { type: 'not-done', id, code: outcome.error.code },
    );
  }

  function watch(stream: Extract<PageMessage, { type: 'watch' }>['stream']): void {
    if (watches.has(stream)) return;
    watches.set(
      stream,
      desk.watchStream(stream, (items) => void send({ type: 'items', stream, items: [...items] })),
    );
  }

  function sendState(state: State): Promise<void> {
    return send({ type: 'state', state });
  }

  /** Resolves once the text has left for the page, or never will. */
  function send(message: ServerMessage): Promise<void> {
    if (socket.readyState !== socket.OPEN) return Promise.resolve();
    if (socket.bufferedAmount > MOST_WAITING) {
      socket.terminate();
      return Promise.resolve();
    }
    return new Promise((resolve) => socket.send(JSON.stringify(message), () => resolve()));
  }
}
