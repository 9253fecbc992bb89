import type { Duplex } from 'node:stream';
import type { NetError } from '../model/failure.ts';
import type { Clock } from '../model/time.ts';
import { DONE, onAbort } from '../net/abort.ts';
import { bareStream } from '../net/bare.ts';
import { classify } from '../net/classify.ts';
import { adopt, canAdopt } from './adopt.ts';
import { copy } from './copy.ts';
import type { Limits } from './limits.ts';
import { createPump, type Pump } from './pump.ts';
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
  const { watch, closing } = options;
  const passed = { up: 0, down: 0 };
  const up = (chunk: Uint8Array): void => {
    passed.up += chunk.length;
    watch?.up?.(chunk);
  };
  const down = (chunk: Uint8Array): void => {
    passed.down += chunk.length;
    watch?.down?.(chunk);
  };

  const { client, server } = connectSides(options, up, down);
  const over = new AbortController();
  const endAfterSilence = (ms: number): void => {
    const total = (): number => passed.up + passed.down;
    endWhenIdle(ms, options.clock, total, over.signal).then(
      () => [client, server].forEach(hardClose),
      () => undefined,
    );
  };
  let firstToEnd: RelayEnd['firstToEnd'] = null;
  const noteEnd = (side: 'client' | 'server'): void => {
    if (firstToEnd === null) endAfterSilence(options.limits.halfOpen);
    firstToEnd ??= side;
  };
  client.once('end', () => noteEnd('client'));
  server.once('end', () => noteEnd('server'));
  endAfterSilence(options.limits.idle);
  const unlink = onAbort(closing, () => {
    client.destroy();
    server.destroy();
  });
  await Promise.all([closeTogether(client, server), closeTogether(server, client)]);
  over.abort(DONE);
  unlink();
  const error = server.errored ? classify(server.errored, 'read') : null;
  return { ...passed, error, firstToEnd };
}

type Seen = (chunk: Uint8Array) => void;

/** Starts both directions, by reused buffers where both ends are TCP sockets; the streams that carry from now on. */
function connectSides(
  { client, server: wrapped, toServer, toClient, keepStreams = false }: RelayOptions,
  up: Seen,
  down: Seen,
): { client: Duplex; server: Duplex } {
  const first = (to: Duplex, bytes: Uint8Array | undefined, seen: Seen): void => {
    if (bytes === undefined || bytes.length === 0) return;
    seen(bytes);
    to.write(bytes);
  };
  // A wrapper that still holds bytes has to hand them over itself.
  const isDrained = wrapped.readableLength === 0 && wrapped.writableLength === 0;
  const server = isDrained && !keepStreams ? bareStream(wrapped) : wrapped;
  if (!keepStreams && canAdopt(client) && canAdopt(server)) {
    const [upwards, downwards]: [Pump, Pump] = [createPump(up), createPump(down)];
    const [near, far] = [adopt(client, upwards.onread), adopt(server, downwards.onread)];
    first(far.socket, toServer, up);
    first(near.socket, toClient, down);
    upwards.start(near, far.socket);
    downwards.start(far, near.socket);
    near.socket.once('close', upwards.stop);
    far.socket.once('close', downwards.stop);
    return { client: near.socket, server: far.socket };
  }
  first(server, toServer, up);
  first(client, toClient, down);
  copy(client, server, up);
  copy(server, client, down);
  return { client, server };
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

/** Resolves once nothing has passed for `ms` or more; rejects with the signal's reason. */
async function endWhenIdle(
  ms: number,
  clock: Clock,
  passed: () => number,
  signal: AbortSignal,
): Promise<void> {
  for (let before = -1; before !== passed(); ) {
    before = passed();
    await clock.sleep(ms, signal);
  }
}
