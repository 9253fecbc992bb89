import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import type { HostPort, IpFamily } from '../model/address.ts';
import type { PacketDialer, PacketSocket } from '../model/dialer.ts';
import { NetError } from '../model/failure.ts';
import { classify } from './classify.ts';
import { familyOf } from './ip.ts';
import { createPacketInbox } from './packet-inbox.ts';

/** UDP over the bare network, to addresses of either family (names are not looked up). A family's socket opens with its first datagram. */
export const udpDialer: PacketDialer = {
  async bind({ signal }) {
    signal.throwIfAborted();
    return openFlow();
  },
};

function openFlow(): PacketSocket {
  const sockets = new Map<IpFamily, Socket>();
  const inbox = createPacketInbox();
  const sending = new Set<(error: NetError) => void>();

  const end = (error: NetError) => {
    if (inbox.ended() !== undefined) return;
    for (const socket of sockets.values()) socket.close();
    inbox.end(error);
    for (const refuse of sending) refuse(error);
  };

  const deliver = (data: Uint8Array, { address, port }: RemoteInfo) =>
    inbox.deliver({ from: { host: address, port }, data });

  const socketFor = (family: IpFamily) => {
    const existing = sockets.get(family);
    if (existing !== undefined) return existing;
    const socket = createSocket({ type: family === 4 ? 'udp4' : 'udp6', ipv6Only: family === 6 });
    socket.on('message', deliver).on('error', (error) => end(classify(error, 'read')));
    sockets.set(family, socket);
    return socket;
  };

  return {
    send(data, { host, port }) {
      const family = familyOf(host);
      const ended = inbox.ended();
      if (ended !== undefined) return Promise.reject(ended);
      if (family === undefined) return Promise.reject(new NetError('resolve', 'dns_non_recoverable_failure'));
      const socket = socketFor(family);
      return new Promise((resolve, reject) => {
        // A socket that is closed while it binds never calls back.
        sending.add(reject);
        transmit(socket, data, { host, port })
          .then(resolve, reject)
          .finally(() => sending.delete(reject));
      });
    },
    receive: inbox.receive,
    close: () => end(new NetError('read', 'connection_already_closed')),
  };
}

function transmit(socket: Socket, data: Uint8Array, { host, port }: HostPort): Promise<void> {
  return new Promise<void>((resolve, reject) => {
    socket.send(data, port, host, (error) => (error === null ? resolve() : reject(error)));
  }).catch((error: unknown) => {
    throw classify(error, 'write');
  });
}
