import { once } from 'node:events';
import { connect, isIP, type Socket } from 'node:net';
import type { StreamDialer } from '../model/dialer.ts';
import { NetError } from '../model/failure.ts';
import { classify } from '../net/classify.ts';

/** A dialer for tests: only addresses, so that a name it is asked for shows as a failure; counts what is open. */
export interface LoopbackDialer extends StreamDialer {
  open(): number;
}

/** Dials reject with NetError: dns_nxdomain_error for a name, else as `classify` says; with the signal's reason when aborted. */
export function createLoopbackDialer(): LoopbackDialer {
  const sockets = new Set<Socket>();
  return {
    open: () => sockets.size,
    async dial({ host, port }, { signal }) {
      if (isIP(host) === 0) throw new NetError('resolve', 'dns_nxdomain_error');
      signal.throwIfAborted();
      const socket = connect({ host, port, allowHalfOpen: true, noDelay: true });
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
      socket.on('error', () => undefined);
      try {
        await once(socket, 'connect', { signal });
        return socket;
      } catch (error) {
        socket.destroy();
        signal.throwIfAborted();
        throw classify(error, 'connect');
      }
    },
  };
}
