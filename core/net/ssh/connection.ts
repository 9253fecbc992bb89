import type { Duplex } from 'node:stream';
import type { Client } from 'ssh2';
import type { HostPort } from '../../model/address.ts';
import { NetError } from '../../model/failure.ts';
import type { Clock } from '../../model/time.ts';
import { onAbort } from '../abort.ts';
import { classify } from '../classify.ts';
import { proxyError } from '../proxy/failure.ts';
import { ChannelStream } from './channel-stream.ts';
import { channelFailure } from './failure.ts';

/** How long a connection without streams is kept for the next one. Milliseconds. */
const IDLE_MS = 60_000;
/** How long nothing at all may come once a stream was asked for, and then once the server was asked whether it is there. Milliseconds. */
const QUIET_MS = 1_000;
const DEAF_MS = 3_000;

/** Somebody who is let in, and everything that is carried for them. */
export interface Connection {
  /** Opens a stream to a target. Rejects with NetError('proxy', 'x_proxy_…') or the signal's reason. */
  open(target: HostPort, signal: AbortSignal): Promise<Duplex>;
  /** Aborted when nothing passes any more. */
  readonly over: AbortSignal;
  /** Aborted when the server does not answer, as after sleep, or it is over: whoever wants a stream does better with another connection. */
  readonly deaf: AbortSignal;
  close(): void;
}

/**
 * Multiplexes streams over a logged-in client; closes when it was without any for 60 s. A deaf one carries on what it has: it
 * may only be slow.
 */
export function createConnection(client: Client, stream: Duplex, clock: Clock): Connection {
  const over = new AbortController();
  const deaf = new AbortController();
  const unanswered = new NetError('read', 'generic_timeout_error');
  let used = 0;
  let callOffIdle: () => void = () => undefined;
  let callOffListening: (() => void) | undefined;
  let heard = 0;
  /** Streams that were asked for and are waited for. */
  let asked = 0;

  const end = (reason: NetError) => {
    if (over.signal.aborted) return;
    callOffIdle();
    callOffListening?.();
    over.abort(reason);
    deaf.abort(reason);
    stream.destroy();
  };
  client.on('error', (error) =>
    end(new NetError('read', 'connection_reset', { cause: classify(error, 'read') })),
  );
  client.once('close', () => end(new NetError('read', 'connection_reset')));
  // What SSH says to what it hears, in one piece: mostly packets that waited until the server could take more.
  stream.prependListener('data', () => stream.cork());
  stream.on('data', () => stream.uncork());
  // Each channel may wait for it.
  stream.setMaxListeners(0);
  const close = () => end(new NetError('read', 'connection_aborted'));
  // Ours must hear of it first: SSH's own would end the streams as if all had been said.
  stream.prependOnceListener('close', () => end(new NetError('read', 'connection_reset')));

  const leave = () => {
    used -= 1;
    if (used > 0 || over.signal.aborted) return;
    if (deaf.signal.aborted) close();
    else callOffIdle = clock.after(IDLE_MS, close);
  };
  const enter = () => {
    callOffIdle();
    used += 1;
  };
  enter();
  leave();
  if (stream.destroyed) close();

  stream.on('data', ({ length }: Buffer) => {
    heard += length;
  });

  /** The signs of life that go by themselves would find that out too, but only after most of a minute. */
  function listen(): void {
    if (callOffListening !== undefined) return;
    const before = heard;
    const check = (milliseconds: number, silent: () => void) => {
      callOffListening = clock.after(milliseconds, () => {
        callOffListening = undefined;
        if (heard === before) silent();
        else if (asked > 0) listen();
      });
    };
    check(QUIET_MS, () => {
      if (!stream.writable) return;
      // Any question does; this one asks for nothing, and every server answers it.
      client.unforwardIn('127.0.0.1', 0, () => undefined);
      check(DEAF_MS, () => deaf.abort(unanswered));
    });
  }

  return {
    over: over.signal,
    deaf: deaf.signal,
    close,
    open(target, signal) {
      enter();
      asked += 1;
      listen();
      return new Promise<Duplex>((resolve, reject) => {
        const gone = () => reject(proxyError('x_proxy_unreachable', deaf.signal.reason));
        const stops = [onAbort(signal, () => reject(signal.reason)), onAbort(deaf.signal, gone)];
        client.forwardOut('127.0.0.1', 0, target.host, target.port, (error, channel) => {
          for (const stop of stops) stop();
          if (error) reject(channelFailure(error));
          else if (signal.aborted || deaf.signal.aborted) channel.destroy();
          else resolve(new ChannelStream(channel, stream, over.signal));
        });
      })
        .finally(() => {
          asked -= 1;
        })
        .then(
          (opened) => opened.once('close', leave),
          (error: unknown) => {
            leave();
            throw error instanceof NetError || signal.aborted ? error : proxyError('x_proxy_unreachable');
          },
        );
    },
  };
}
