import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import type { HostPort, IpFamily } from '../model/address.ts';
import type { Packet, PacketDialer, PacketSocket } from '../model/dialer.ts';
import { NetError } from '../model/failure.ts';
import { onAbort } from './abort.ts';
import { classify } from './classify.ts';
import { familyOf } from './ip.ts';

/** Datagrams kept for a reader that is late; what comes on top is dropped, as a kernel does. */
const MOST_WAITING = 256;

interface Waiter {
  accept(packet: Packet): void;
  refuse(error: unknown): void;
}

/** UDP over the bare network, to addresses of either family (names are not looked up). A family's socket opens with its first datagram. */
export const udpDialer: PacketDialer = {
  async bind({ signal }) {
    signal.throwIfAborted();
    return openFlow();
  },
};

function openFlow(): PacketSocket {
  const sockets = new Map<IpFamily, Socket>();
  const packets: Packet[] = [];
  const waiters = new Set<Waiter>();
  const sending = new Set<(error: NetError) => void>();
  let ended: NetError | undefined;

  const end = (error: NetError) => {
    if (ended !== undefined) return;
    ended = error;
    for (const socket of sockets.values()) socket.close();
    packets.length = 0;
    for (const waiter of waiters) waiter.refuse(error);
    for (const refuse of sending) refuse(error);
  };

  const deliver = (data: Uint8Array, { address, port }: RemoteInfo) => {
    const packet = { from: { host: address, port }, data };
    const [waiter] = waiters;
    if (waiter !== undefined) waiter.accept(packet);
    else if (packets.length < MOST_WAITING) packets.push(packet);
  };

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
    receive(signal) {
      return new Promise((resolve, reject) => {
        signal.throwIfAborted();
        if (ended !== undefined) throw ended;
        const packet = packets.shift();
        if (packet !== undefined) {
          resolve(packet);
          return;
        }
        const settle = (outcome: () => void) => {
          waiters.delete(waiter);
          stopListening();
          outcome();
        };
        const waiter: Waiter = {
          accept: (accepted) => settle(() => resolve(accepted)),
          refuse: (error) => settle(() => reject(error)),
        };
        waiters.add(waiter);
        const stopListening = onAbort(signal, () => waiter.refuse(signal.reason));
      });
    },
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
