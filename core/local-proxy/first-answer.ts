import type { Duplex } from 'node:stream';
import { NetError } from '../model/failure.ts';
import type { Clock } from '../model/time.ts';
import { DONE, onAbort } from '../net/abort.ts';
import { classify } from '../net/classify.ts';
import { readServerHelloStart } from '../net/client-hello/server-hello.ts';
import { MAX_OPAQUE_FLIGHT, type ReplayKind } from './first-flight.ts';

export type Answer =
  /** The right kind of server has spoken; nothing of it has gone to the client yet. */
  | { readonly kind: 'answered'; readonly bytes: Uint8Array }
  /** The client went on before the server spoke: too late for a retry, so the two are left to themselves. */
  | { readonly kind: 'committed'; readonly bytes: Uint8Array }
  /** This way does not carry; `flight` is what the next one has to send. */
  | { readonly kind: 'failed'; readonly error: NetError; readonly flight: Uint8Array };

/** One flight that was written to one server. */
export interface Question {
  readonly client: Duplex;
  readonly server: Duplex;
  readonly flight: Uint8Array;
  readonly kind: ReplayKind;
  /** Milliseconds the server has for its first bytes. */
  readonly ms: number;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/**
 * Waits for the first bytes of a server that the flight was written to, and judges them; meanwhile watches whether
 * the client sends more. Rejects only with the signal's reason. Leaves no listener behind.
 */
export function awaitAnswer({ client, server, flight, kind, ms, clock, signal }: Question): Promise<Answer> {
  return new Promise((resolve, reject) => {
    let received: Buffer = Buffer.alloc(0);
    let sent = flight;
    const timer = new AbortController();

    const stop = (): void => {
      timer.abort(DONE);
      unlink();
      server.off('readable', hear);
      server.off('end', ended);
      server.off('close', ended);
      server.off('error', failed);
      client.off('readable', listenOn);
      client.off('end', commit);
    };
    const conclude = (answer: Answer): void => {
      stop();
      resolve(answer);
    };
    const failed = (error: unknown): void =>
      conclude({ kind: 'failed', error: classify(error, 'read'), flight: sent });
    const ended = (): void => failed(server.errored ?? new NetError('read', 'eof_error'));
    const commit = (): void => conclude({ kind: 'committed', bytes: received });

    const hear = (): void => {
      for (let chunk: unknown = server.read(); chunk instanceof Buffer; chunk = server.read()) {
        received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
      }
      const verdict = judge(received, kind);
      if (verdict === 'right') conclude({ kind: 'answered', bytes: received });
      if (verdict === 'wrong') failed(new NetError('read', 'x_unexpected_answer'));
    };
    const listenOn = (): void => {
      // A reading of nothing lets a stream that is at its end say so.
      const more: unknown = kind === 'tls' && client.readableLength > 0 ? undefined : client.read();
      if (more === undefined) commit();
      if (!(more instanceof Buffer)) return;
      server.write(more);
      sent = Buffer.concat([sent, more]);
      if (sent.length > MAX_OPAQUE_FLIGHT) commit();
    };

    const unlink = onAbort(signal, () => {
      stop();
      reject(signal.reason);
    });
    if (signal.aborted) return;
    clock.sleep(ms, timer.signal).then(
      () => failed(new NetError('read', 'generic_timeout_error')),
      () => undefined,
    );
    if (server.destroyed || server.readableEnded) {
      ended();
      return;
    }
    server.on('readable', hear);
    server.on('end', ended);
    server.on('close', ended);
    server.on('error', failed);
    client.on('readable', listenOn);
    client.on('end', commit);
  });
}

/** Whether the first bytes are what a server of that kind says; a block page in plain HTTP never is. */
function judge(bytes: Buffer, kind: ReplayKind): 'right' | 'wrong' | 'need-more' {
  if (bytes.length === 0) return 'need-more';
  if (kind === 'opaque') return bytes.toString('latin1', 0, 5) === 'HTTP/' ? 'wrong' : 'right';
  const start = readServerHelloStart(bytes);
  if (start.kind === 'need-more') return 'need-more';
  return start.kind === 'other' ? 'wrong' : 'right';
}
