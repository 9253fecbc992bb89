import * as v from 'valibot';
import {
  type Bridge,
  type KnownState,
  PAGE_CLOSED,
  type PageMessage,
  ServerMessageSchema,
  type State,
  type StreamName,
} from '../../core/contract.ts';
import { createCallBook } from './call-book.ts';
import type { Credentials } from './credentials.ts';
import { createStreamHub, type StreamHub } from './stream-hub.ts';
import type { Timers } from './timers.ts';
import { unreachableState } from './unreachable.ts';

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 4_000;
/** A server that cannot be reached for this long has ended without a word. Milliseconds. */
const GIVE_UP_MS = 20_000;

/** Why there is no connection and will be none; the code of state `failed`. */
const ENDINGS = {
  'no-link': 'This tab was opened without a link of Footbridge.',
  'link-used': 'This link was used already, in another tab or browser.',
  'link-unknown': 'This link is too old, or Footbridge was started again since.',
  'too-many-tabs': 'Footbridge is open in too many tabs.',
  ended: 'Footbridge was ended.',
  gone: 'Footbridge does not answer any more.',
} as const;
type Ending = keyof typeof ENDINGS;

const BY_CODE: ReadonlyMap<number, Ending> = new Map([
  [PAGE_CLOSED.ended, 'ended'],
  [PAGE_CLOSED.linkUsed, 'link-used'],
  [PAGE_CLOSED.linkUnknown, 'link-unknown'],
  [PAGE_CLOSED.tooMany, 'too-many-tabs'],
]);

/** A WebSocket as far as it is used here. */
export interface Wire {
  send(text: string): void;
}
export interface WireEvents {
  open(): void;
  message(text: string): void;
  /** Also when it could not be opened. */
  close(code: number): void;
}

export interface WebSocketBridgeOptions {
  readonly credentials: Credentials | null;
  /** Begins to open one; nothing is told before this has returned. */
  readonly openWire: (events: WireEvents) => Wire;
  readonly timers: Timers;
  /** Calls back whenever the person looks at the page again. */
  readonly onReturn: (act: () => void) => void;
}

/** The bridge of a page in a browser to the loopback server that gave it out; comes back by itself when it is lost. */
export function createWebSocketBridge(options: WebSocketBridgeOptions): Bridge {
  const { credentials, openWire, timers, onReturn } = options;
  const listeners = new Set<(state: State) => void>();
  const calls = createCallBook(timers);
  const hubs: { readonly [N in StreamName]: StreamHub<N> } = {
    steps: createStreamHub('steps', (isWatched) => tellWatch('steps', isWatched)),
    traffic: createStreamHub('traffic', (isWatched) => tellWatch('traffic', isWatched)),
    log: createStreamHub('log', (isWatched) => tellWatch('log', isWatched)),
  };
  let state: State = { phase: 'starting' };
  let known: KnownState | null = null;
  let say: ((message: PageMessage) => void) | null = null;
  let attempt = 0;
  let lostAt: number | null = null;
  let ending: Ending | null = null;

  if (credentials === null) finish('no-link');
  else connect(credentials);
  onReturn(() => {
    if (credentials === null || ending !== 'gone') return;
    ending = null;
    lostAt = null;
    connect(credentials);
  });

  return {
    call: (command, args) => calls.call(command, args),
    watchState(listener) {
      const mine = (next: State) => listener(next);
      listeners.add(mine);
      mine(state);
      return () => void listeners.delete(mine);
    },
    watchStream: (name, listener) => hubs[name].watch(listener),
    // Browsers hand no links of ours to a page.
    watchInvitations: () => () => undefined,
  };

  function publish(next: State): void {
    state = next;
    for (const listener of [...listeners]) listener(next);
  }

  function connect({ link, tab }: Credentials): void {
    const wire = openWire({
      open: () => wire.send(JSON.stringify({ type: 'hello', link, tab } satisfies PageMessage)),
      message: (text) => take(text, (message) => wire.send(JSON.stringify(message))),
      close: (code) => lost(BY_CODE.get(code)),
    });
  }

  function take(text: string, send: (message: PageMessage) => void): void {
    const message = parse(text);
    if (message === null) return;
    if (message.type === 'items') hubs[message.stream].take(message.items);
    else if (message.type === 'done') calls.answered(message.id, { value: message.value });
    else if (message.type === 'not-done') calls.answered(message.id, { code: message.code });
    else {
      // The first state says that we were let in.
      if (say === null) letIn(send);
      if ('messengers' in message.state) known = message.state;
      publish(message.state);
    }
  }

  function letIn(send: (message: PageMessage) => void): void {
    say = send;
    attempt = 0;
    lostAt = null;
    calls.connected(send);
    for (const stream of ['steps', 'traffic', 'log'] as const) {
      if (!hubs[stream].isWatched()) continue;
      hubs[stream].startsOver();
      send({ type: 'watch', stream });
    }
  }

  function tellWatch(stream: StreamName, isWatched: boolean): void {
    say?.({ type: isWatched ? 'watch' : 'unwatch', stream });
  }

  function lost(why: Ending | undefined): void {
    say = null;
    lostAt ??= timers.now();
    const isOver = timers.now() - lostAt >= GIVE_UP_MS;
    if (why !== undefined || isOver || credentials === null) finish(why ?? 'gone');
    else tryAgain(credentials);
  }

  function tryAgain(mine: Credentials): void {
    calls.disconnected(false);
    attempt += 1;
    publish(known === null ? { phase: 'starting' } : unreachableState(known, attempt));
    const pause = Math.min(FIRST_PAUSE_MS * 2 ** (attempt - 1), LONGEST_PAUSE_MS);
    timers.after(pause, () => connect(mine));
  }

  function finish(why: Ending): void {
    ending = why;
    calls.disconnected(true);
    publish({ phase: 'failed', code: why, message: ENDINGS[why] });
  }
}

function parse(text: string) {
  try {
    const result = v.safeParse(ServerMessageSchema, JSON.parse(text));
    return result.success ? result.output : null;
  } catch {
    return null;
  }
}
