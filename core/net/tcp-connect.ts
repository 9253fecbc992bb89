import { connect, type Socket } from 'node:net';
import type { HostPort } from '../model/address.ts';
import type { DialOptions } from '../model/dialer.ts';
import { type Failure, NetError } from '../model/failure.ts';
import type { Clock } from '../model/time.ts';
import { DONE, onAbort } from './abort.ts';
import { failureOf, rethrow } from './classify.ts';
import { noteRoundTrip } from './round-trip.ts';

const KEEP_ALIVE_AFTER_MS = 30_000;
const ANSWER_POLL_MS = 10;

export interface ConnectOptions extends DialOptions {
  readonly clock: Clock;
  /** Milliseconds from the SYN on; waiting at the gate does not count. */
  readonly timeoutMs: number;
}

/** One TCP connect to one IP address. Rejects with NetError('connect', …) or the signal's reason. */
export async function connectTcp(address: HostPort, options: ConnectOptions): Promise<Socket> {
  const { signal, trace, gate, clock } = options;
  const leaveGate = (await gate?.enter(address.host, signal)) ?? (() => undefined);
  const startedAt = clock.monotonic();
  const traced = (failure: Failure | null) =>
    trace?.({ operation: 'connect', startedAt, endedAt: clock.monotonic(), failure, address });
  try {
    const socket = await open(address, options);
    noteRoundTrip(socket, clock.monotonic() - startedAt);
    traced(null);
    if (gate !== undefined) whenAnswered(socket, clock, leaveGate);
    return socket;
  } catch (error) {
    leaveGate();
    traced(failureOf(error, 'connect', signal));
    return rethrow(error, 'connect', signal);
  }
}

function open({ host, port }: HostPort, { signal, clock, timeoutMs }: ConnectOptions): Promise<Socket> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const socket = connect({
      host,
      port,
      allowHalfOpen: true,
      noDelay: true,
      keepAlive: true,
      keepAliveInitialDelay: KEEP_ALIVE_AFTER_MS,
    });
    const fail = (error: unknown) => {
      stopWaiting();
      socket.off('connect', succeed).off('error', fail);
      socket.destroy();
      reject(error);
    };
    const succeed = () => {
      stopWaiting();
      socket.off('error', fail);
      resolve(socket);
    };
    // Stays: a reset before the caller listens must not end the process; it still destroys the stream.
    socket.on('error', () => undefined);
    socket.once('error', fail).once('connect', succeed);
    const callOff = clock.after(timeoutMs, () => fail(new NetError('connect', 'generic_timeout_error')));
    const stopListening = onAbort(signal, () => fail(signal.reason));
    const stopWaiting = () => {
      callOff();
      stopListening();
    };
  });
}

/**
 * Calls `release` at the first byte from the server beyond those counted already, or at the stream's end. The byte counter
 * is polled because listening for data would start the flow before the reader is there, and TLS reads past the stream's
 * events.
 */
export function whenAnswered(socket: Socket, clock: Clock, release: () => void, counted = 0): void {
  const over = new AbortController();
  const done = () => {
    over.abort(DONE);
    release();
  };
  const poll = (): void => {
    if (socket.bytesRead > counted || socket.destroyed) done();
    else clock.sleep(ANSWER_POLL_MS, over.signal).then(poll, () => undefined);
  };
  socket.once('end', done).once('close', done);
  poll();
}
