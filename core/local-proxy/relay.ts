import type { Duplex } from 'node:stream';
import type { NetError } from '../model/failure.ts';
import type { Clock } from '../model/time.ts';
import { onAbort } from '../net/abort.ts';
import { bareStream } from '../net/bare.ts';
import { classify } from '../net/classify.ts';
import { releases } from '../net/releases.ts';
import { adopt, canAdopt } from './adopt.ts';
import { copy } from './copy.ts';
import type { Limits } from './limits.ts';
import { createPump } from './pump.ts';
import { hardClose } from './streams.ts';

/** Sees what passes, before it is written; the chunk is only valid during the call. */
export interface RelayWatch {
  up?(chunk: Uint8Array): void;
  down?(chunk: Uint8Array): void;
}

export interface RelayOptions {
  readonly client: Duplex;
  readonly server: Duplex;
  /** What was read of either side already, to be written to the other first. */
  readonly toServer?: Uint8Array;
  readonly toClient?: Uint8Array;
  /** Silence on both directions that ends the relay, ms; what is silent for up to twice as long may still be there. */
  readonly limits: Pick<Limits, 'idle' | 'halfOpen'>;
  readonly clock: Clock;
  /** Aborting destroys both streams. */
  readonly closing: AbortSignal;
  readonly watch?: RelayWatch;
  /** Reads the given streams themselves, even where there is a faster way. */
  readonly keepStreams?: boolean;
}

export interface RelayEnd {
  /** Bytes towards the server, and from it. */
  readonly up: number;
  readonly down: number;
  /** How the server's side broke, where it did. */
  readonly error: NetError | null;
  /** Who said first that it has nothing more to say; null where it came to no orderly end. */
  readonly firstToEnd: 'client' | 'server' | null;
}

/**
 * Passes bytes both ways until both sides have ended. An end is passed on while the other direction goes on; a break
 * is passed on as a break. Whoever does not read stops the other side from being read. Never rejects.
 */
export async function relay(options: RelayOptions): Promise<RelayEnd> {
  const { watch, closing, client } = options;
  const passed = { up: 0, down: 0 };
  const up = (chunk: Uint8Array): void => {
    passed.up += chunk.length;
    watch?.up?.(chunk);
  };
  const down = (chunk: Uint8Array): void => {
    passed.down += chunk.length;
    watch?.down?.(chunk);
  };

  const server = connectSides(options, up, down);
  const endAfterSilence = (ms: number): (() => void) =>
    watchSilence(
      ms,
      options.clock,
      () => passed.up + passed.down,
      () => [client, server].forEach(hardClose),
    );
  let firstToEnd: RelayEnd['firstToEnd'] = null;
  let callOff = endAfterSilence(options.limits.idle);
  const noteEnd = (side: 'client' | 'server'): void => {
    if (firstToEnd !== null) return;
    firstToEnd = side;
    callOff();
    callOff = endAfterSilence(options.limits.halfOpen);
  };
  client.once('end', () => noteEnd('client'));
  server.once('end', () => noteEnd('server'));
  const unlink = onAbort(closing, () => {
    client.destroy();
    server.destroy();
  });
  await Promise.all([closeTogether(client, server), closeTogether(server, client)]);
  callOff();
  unlink();
  const error = server.errored ? classify(server.errored, 'read') : null;
  return { ...passed, error, firstToEnd };
}

type Seen = (chunk: Uint8Array) => void;
const NOTHING = new Uint8Array(0);

/** Starts both directions; the server's stream that carries from now on. */
function connectSides(
  { client, server: wrapped, toServer = NOTHING, toClient = NOTHING, keepStreams = false }: RelayOptions,
  up: Seen,
  down: Seen,
): Duplex {
  // A wrapper that still holds bytes has to hand them over itself.
  const isDrained = wrapped.readableLength === 0 && wrapped.writableLength === 0;
  const server = isDrained && !keepStreams ? bareStream(wrapped) : wrapped;
  const prepare = keepStreams ? byStreams : direction;
  const starts = [prepare(client, server, up, toServer), prepare(server, client, down, toClient)];
  for (const start of starts) start();
  return server;
}

/** How one direction starts: by a reused buffer where a TCP socket is read and what is written is done with in time. */
function direction(from: Duplex, to: Duplex, seen: Seen, first: Uint8Array): () => void {
  if (!canAdopt(from) || !(canAdopt(to) || releases(to))) return byStreams(from, to, seen, first);
  return () => {
    const pump = createPump(seen);
    const unread = adopt(from, pump.onread);
    from.once('close', pump.stop);
    pump.start(from, [first, ...unread], to);
  };
}

function byStreams(from: Duplex, to: Duplex, seen: Seen, first: Uint8Array): () => void {
  return () => {
    if (first.length > 0) {
      seen(first);
      to.write(first);
    }
    copy(from, to, seen);
  };
}

/** Resolves once `from` is closed; where it broke off, `to` does not outlive it. */
function closeTogether(from: Duplex, to: Duplex): Promise<void> {
  return new Promise((resolve) => {
    const closed = (): void => {
      const inOrder = from.readableEnded && from.writableFinished && !from.errored;
      if (!inOrder) hardClose(to);
      resolve();
    };
    from.on('error', () => undefined);
    if (from.closed) closed();
    else from.once('close', closed);
  });
}

/** Calls `silent` once nothing has passed for `ms` or more; returns how to call that off. */
function watchSilence(ms: number, clock: Clock, passed: () => number, silent: () => void): () => void {
  let before = passed();
  const look = (): void => {
    const now = passed();
    if (now === before) silent();
    else callOff = clock.after(ms, look);
    before = now;
  };
  let callOff = clock.after(ms, look);
  return () => callOff();
}
