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

/** Somebody who is let in, and everything that is carried for them. */
export interface Connection {
  /** Opens a stream to a target. Rejects with NetError('proxy', 'x_proxy_…') or the signal's reason. */
  open(target: HostPort, signal: AbortSignal): Promise<Duplex>;
  /** Aborted when nothing passes any more. */
  readonly over: AbortSignal;
  close(): void;
}

/** Multiplexes streams over a logged-in client; closes when it was without any for 60 s. */
export function createConnection(client: Client, stream: Duplex, clock: Clock): Connection {
  const over = new AbortController();
  let used = 0;
  let callOffIdle: () => void = () => undefined;

  const end = (reason: NetError) => {
    if (over.signal.aborted) return;
    callOffIdle();
    over.abort(reason);
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
    if (used === 0 && !over.signal.aborted) callOffIdle = clock.after(IDLE_MS, close);
  };
  const enter = () => {
    callOffIdle();
    used += 1;
  };
  enter();
  leave();
  if (stream.destroyed) close();

  return {
    over: over.signal,
    close,
    open(target, signal) {
      enter();
      return new Promise<Duplex>((resolve, reject) => {
        const gone = () => reject(proxyError('x_proxy_unreachable', over.signal.reason));
        const stops = [onAbort(signal, () => reject(signal.reason)), onAbort(over.signal, gone)];
        client.forwardOut('127.0.0.1', 0, target.host, target.port, (error, channel) => {
          for (const stop of stops) stop();
          if (error) reject(channelFailure(error));
          else if (signal.aborted || over.signal.aborted) channel.destroy();
          else resolve(new ChannelStream(channel, stream, over.signal));
        });
      }).then(
        (opened) => opened.once('close', leave),
        (error: unknown) => {
          leave();
          throw error instanceof NetError || signal.aborted ? error : proxyError('x_proxy_unreachable');
        },
      );
    },
  };
}
