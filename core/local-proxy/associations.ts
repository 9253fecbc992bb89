import { createSocket, type Socket as DatagramSocket, type RemoteInfo } from 'node:dgram';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import type { PacketDialer } from '../model/dialer.ts';
import type { RouteTable } from '../model/route.ts';
import type { Clock } from '../model/time.ts';
import { onAbort } from '../net/abort.ts';
import { isLoopback } from '../net/ip.ts';
import { unwrapSocksPacket, wrapSocksPacket } from '../net/proxy/socks-packet.ts';
import type { Limits } from './limits.ts';
import { createPacketFlows } from './packet-flows.ts';
import { packetWays } from './packet-way.ts';
import { watchSilence } from './silence.ts';
import { REPLY, socks5Refusal, socks5Reply } from './socks5.ts';
import { readTarget } from './target.ts';
import { sayGoodbye } from './visit.ts';

export interface AssociationOptions {
  readonly table: RouteTable;
  /** Carries what is no messenger's. */
  readonly direct: PacketDialer;
  readonly clock: Clock;
  readonly limits: Limits;
  readonly ownPort: () => number;
}

/** Serves a client that wants to send datagrams (RFC 1928 §7), until its connection ends or nothing was said for long. */
export type Associate = (client: Socket, signal: AbortSignal) => Promise<void>;

/** Opens the door for datagrams: a loopback port for each client, which belongs to whoever on this computer sends to it first. */
export function createAssociations(options: AssociationOptions): Associate {
  const { limits } = options;
  let count = 0;
  return async (client, signal) => {
    if (count >= limits.associations) {
      sayGoodbye(client, socks5Refusal('general'));
      return;
    }
    signal.throwIfAborted();
    const host = client.localAddress;
    if (host === undefined || !isLoopback(host)) throw new Error('not on this computer');
    count += 1;
    onAbort(signal, () => {
      count -= 1;
    });
    const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
    const bound = once(socket, 'listening');
    socket.bind({ address: host, port: 0, exclusive: true });
    await bound;
    onAbort(signal, () => socket.close());
    signal.throwIfAborted();
    carry(options, client, socket, signal);
    client.write(socks5Reply(REPLY.succeeded, { host, port: socket.address().port }));
    // What is said on it means nothing, but only a stream that is read tells of its end.
    client.resume().once('end', () => client.destroy());
  };
}

function carry(
  options: AssociationOptions,
  client: Socket,
  socket: DatagramSocket,
  signal: AbortSignal,
): void {
  const { clock, limits } = options;
  let owner: RemoteInfo | undefined;
  let waiting = 0;
  const silence = watchSilence(clock, limits.idle, () => client.destroy());

  const flows = createPacketFlows({
    clock,
    limits,
    deliver({ data, from }) {
      if (owner === undefined || waiting + data.length > limits.packetBytes) return;
      silence.broken();
      waiting += data.length;
      socket.send(wrapSocksPacket(data, from), owner.port, owner.address, () => {
        waiting -= data.length;
      });
    },
  });

  socket.on('message', (bytes, sender) => {
    if (!isLoopback(sender.address)) return;
    owner ??= sender;
    if (owner.port !== sender.port || owner.address !== sender.address) return;
    const packet = unwrapSocksPacket(bytes);
    const target = packet && readTarget(packet.from.host, packet.from.port);
    if (packet === undefined || target === undefined) return;
    silence.broken();
    flows.send(packet.data, target, packetWays(options, target));
  });
  socket.on('error', () => client.destroy());
  onAbort(signal, () => {
    silence.stop();
    flows.close();
  });
}
