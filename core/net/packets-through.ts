import type { HostPort } from '../model/address.ts';
import type { Packet, PacketSocket } from '../model/dialer.ts';
import { proxyError } from './proxy/failure.ts';
import { isPlainHost } from './proxy/upstream.ts';

/** How a server wants datagrams that pass through it, and gives back what comes. */
export interface PacketCodec {
  readonly wrap: (data: Uint8Array, to: HostPort) => Uint8Array;
  /** Undefined for what is not this server's, or not to be believed. */
  readonly unwrap: (packet: Packet) => Packet | undefined;
}

/** A flow through a server, over a flow to it. Sending rejects with NetError('proxy', 'x_proxy_forbidden_target') for a host that cannot be written. */
export function packetsThrough(inner: PacketSocket, server: HostPort, codec: PacketCodec): PacketSocket {
  return {
    async send(data, to) {
      if (!isPlainHost(to.host)) throw proxyError('x_proxy_forbidden_target');
      await inner.send(codec.wrap(data, to), server);
    },
    async receive(signal) {
      for (;;) {
        const packet = codec.unwrap(await inner.receive(signal));
        if (packet !== undefined) return packet;
      }
    },
    close: () => inner.close(),
  };
}
