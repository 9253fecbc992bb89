import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import type { HostPort } from '../model/address.ts';
import type { Packet, PacketSocket } from '../model/dialer.ts';
import { NetError } from '../model/failure.ts';

export interface DatagramPeer extends HostPort {
  /** How many datagrams came. */
  heard(): number;
  close(): Promise<void>;
}

/** A UDP server on loopback that answers each datagram as it is told: by what it got, unless told otherwise. */
export async function startDatagramPeer(
  answer: (data: Buffer, from: HostPort, socket: Socket) => void = (data, { host, port }, socket) =>
    socket.send(data, port, host),
  host = '127.0.0.1',
): Promise<DatagramPeer> {
  const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
  let heard = 0;
  socket.on('error', () => undefined);
  socket.on('message', (data, { address, port }) => {
    heard += 1;
    answer(data, { host: address, port }, socket);
  });
  socket.bind(0, host);
  await once(socket, 'listening');
  return {
    host,
    port: socket.address().port,
    heard: () => heard,
    async close() {
      const closed = once(socket, 'close');
      socket.close();
      await closed;
    },
  };
}

/** How long a datagram may take before it is sent again. Milliseconds. */
const AGAIN_MS = 500;

/**
 * Says something and hears the answer; says it again where nothing comes, as UDP may lose it. Rejects when the signal is aborted.
 */
export async function askByDatagram(
  flow: PacketSocket,
  text: string,
  to: HostPort,
  signal: AbortSignal,
): Promise<Packet & { readonly text: string }> {
  for (;;) {
    await flow.send(Buffer.from(text), to);
    const patience = AbortSignal.any([signal, AbortSignal.timeout(AGAIN_MS)]);
    try {
      const packet = await flow.receive(patience);
      return { ...packet, text: Buffer.from(packet.data).toString() };
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof NetError) throw error;
    }
  }
}
