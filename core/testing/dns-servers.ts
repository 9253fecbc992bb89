import { createSocket, type RemoteInfo, type Socket as UdpSocket } from 'node:dgram';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { type DecodedPacket, decode, encode, type Packet } from 'dns-packet';
import type { HostPort } from '../model/address.ts';
import { startServer, type TestServer } from './servers.ts';

export interface UdpServer {
  readonly host: string;
  readonly port: number;
  /** Queries received. */
  asked(): number;
  /** Sends what nobody asked this server for. */
  send(message: Uint8Array, to: HostPort): void;
  close(): Promise<void>;
}

/** Sends a message back to whoever asked. */
export type Send = (message: Uint8Array) => void;

/** A UDP server on loopback that answers as `handle` pleases, honestly or not. */
export async function startUdpServer(
  handle: (query: DecodedPacket, send: Send, from: HostPort) => void,
  host = '127.0.0.1',
  port = 0,
): Promise<UdpServer> {
  const socket: UdpSocket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
  let asked = 0;
  socket.on('message', (raw: Buffer, from: RemoteInfo) => {
    asked += 1;
    const { address: host, port } = from;
    handle(decode(raw), (message) => socket.send(message, port, host), { host, port });
  });
  socket.bind(port, host);
  await once(socket, 'listening');
  return {
    host,
    port: socket.address().port,
    asked: () => asked,
    send: (message, to) => socket.send(message, to.port, to.host),
    async close() {
      const closed = once(socket, 'close');
      socket.close();
      await closed;
    },
  };
}

/** A DNS-over-TCP server on loopback: `handle` gets every whole query and the raw socket, and `send` frames. */
export function startTcpDnsServer(
  handle: (query: DecodedPacket, send: Send, socket: Socket) => void,
  host = '127.0.0.1',
  port = 0,
): Promise<TestServer> {
  return startServer(
    (socket) => {
      let received = Buffer.alloc(0);
      socket.on('end', () => socket.end());
      socket.on('data', (chunk: Buffer) => {
        received = Buffer.concat([received, chunk]);
        while (received.length >= 2 && received.length >= 2 + received.readUInt16BE(0)) {
          const length = received.readUInt16BE(0);
          const query = decode(received.subarray(2, 2 + length));
          received = received.subarray(2 + length);
          handle(query, (message) => socket.write(frame(message)), socket);
        }
      });
    },
    host,
    port,
  );
}

/** A message behind its length, as DNS goes over a stream. */
export function frame(message: Uint8Array): Uint8Array {
  return Uint8Array.from([message.length >> 8, message.length & 0xff, ...message]);
}

/** Bits of the header's flag word. */
export const FLAGS = { authoritative: 1 << 10, truncated: 1 << 9, recursion: (1 << 8) | (1 << 7) } as const;
export const NXDOMAIN = 3;

export interface ReplyShape {
  readonly id?: number;
  readonly addresses?: readonly string[];
  readonly ttl?: number;
  readonly rcode?: number;
  readonly flags?: number;
  /** Whether EDNS is answered; true unless given. */
  readonly edns?: boolean;
  readonly questions?: Packet['questions'];
  readonly answers?: Packet['answers'];
}

/** A reply to `query`, by default what an honest resolver would send. */
export function replyTo(query: DecodedPacket, shape: ReplyShape = {}): Buffer {
  const [question] = query.questions ?? [];
  const name = question?.name ?? '';
  const { addresses = [], ttl = 60 } = shape;
  return encode({
    type: 'response',
    id: shape.id ?? query.id ?? 0,
    flags: (shape.flags ?? FLAGS.recursion) | (shape.rcode ?? 0),
    questions: shape.questions ?? query.questions,
    answers:
      shape.answers ??
      addresses.map((data) => ({
        type: data.includes(':') ? ('AAAA' as const) : ('A' as const),
        name,
        ttl,
        data,
      })),
    additionals:
      shape.edns === false
        ? []
        : [
            {
              type: 'OPT' as const,
              name: '.',
              udpPayloadSize: 1232,
              extendedRcode: 0,
              ednsVersion: 0,
              flags: 0,
              flag_do: false,
              options: [],
            },
          ],
  });
}
