import { Socket } from 'node:net';
import type { StreamDialer } from '../model/dialer.ts';
import type { Clock } from '../model/time.ts';
import { bareStream } from './bare.ts';
import { whenAnswered } from './tcp-connect.ts';

/** Counts handshakes at the far address of a dialer through a proxy: whoever polices them stands behind the proxy. */
export function gated(dialer: StreamDialer, clock: Clock): StreamDialer {
  return {
    async dial(target, { gate, ...options }) {
      const leave = await gate?.enter(target.host, options.signal);
      try {
        const stream = await dialer.dial(target, options);
        const bare = bareStream(stream);
        if (leave !== undefined && bare instanceof Socket) whenAnswered(bare, clock, leave, bare.bytesRead);
        else leave?.();
        return stream;
      } catch (error) {
        leave?.();
        throw error;
      }
    },
  };
}
