import { type Cipher, createCipheriv } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Identity } from '../../../testing/authority.ts';

const HEADER_BYTES = 64;
const FRAMINGS: ReadonlyMap<number, 'abridged' | 'intermediate'> = new Map([
  [0xefefefef, 'abridged'],
  [0xeeeeeeee, 'intermediate'],
  [0xdddddddd, 'intermediate'],
]);

/** Telegram's web sockets on loopback. */
export interface MirrorCentre {
  readonly port: number;
  /** What was not as Telegram takes it; everybody who did so was hung up on. */
  readonly complaints: readonly string[];
  /** Number of the data centre (negative: for files) that each was for, in order. */
  readonly centres: readonly number[];
  /** Nobody gets in any more, and everybody is out. */
  close(): Promise<void>;
}

/**
 * Data centres by the text of core.telegram.org/mtproto/mtproto-transports, put together independently of the code under test:
 * deciphers all it gets, wants one whole packet in each message and the data centre that the name is of, and says it back in a cipher of its own.
 */
export async function startMirrorCentre(identity: Identity): Promise<MirrorCentre> {
  const complaints: string[] = [];
  const centres: number[] = [];
  const server = createServer(identity, (_, response) => response.writeHead(404).end());
  const sockets = new WebSocketServer({
    noServer: true,
    handleProtocols: (offered) => (offered.has('binary') ? 'binary' : false),
  });
  const connections = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    connections.add(socket);
    socket.once('close', () => connections.delete(socket));
  });
  server.on('upgrade', (request, socket, head) => {
    if (request.url !== '/apiws') complaints.push(`asked for ${request.url}`);
    sockets.handleUpgrade(request, socket, head, (client) => {
      const fault = (text: string): void => {
        complaints.push(text);
        client.terminate();
      };
      mirror(client, request.headers.host ?? '', centres, fault);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address: AddressInfo | string | null = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    ...{ complaints, centres },
    async close() {
      const closed = once(server, 'close');
      server.close();
      for (const connection of connections) connection.destroy();
      await closed;
    },
  };
}

function mirror(client: WebSocket, host: string, centres: number[], fault: (text: string) => void): void {
  let hear: ((message: Buffer) => void) | undefined;
  client.on('error', () => undefined);
  client.on('message', (message: Buffer) => {
    if (hear !== undefined) return hear(message);
    if (message.length !== HEADER_BYTES) return fault('no header by itself');
    const { there, back } = ciphers(message);
    const plain = there.update(message);
    const framing = FRAMINGS.get(plain.readUInt32LE(56));
    const centre = plain.readInt16LE(60);
    if (framing === undefined) return fault('not obfuscated, or with a secret');
    if (!fits(host, centre)) return fault(`data centre ${centre} was asked for at ${host}`);
    centres.push(centre);
    hear = (hidden) => {
      const packet = there.update(hidden);
      if (!isWhole(packet, framing)) return fault('not one whole packet');
      client.send(back.update(packet));
    };
  });
}

function ciphers(header: Buffer): { there: Cipher; back: Cipher } {
  const made = (bytes: Buffer) =>
    createCipheriv('aes-256-ctr', bytes.subarray(0, 32), bytes.subarray(32, 48));
  const inner = header.subarray(8, 56);
  return { there: made(inner), back: made(Buffer.from(inner).reverse()) };
}

/** `kws4-1.web.telegram.org` is for files of number 4, `kws4` for all of it. */
function fits(host: string, centre: number): boolean {
  const [, number, isMedia] = /^kws(\d)(-1)?\.web\.telegram\.org$/.exec(host) ?? [];
  return Number(number) === Math.abs(centre) && (isMedia === undefined || centre < 0);
}

function isWhole(packet: Buffer, framing: 'abridged' | 'intermediate'): boolean {
  if (framing === 'intermediate') return packet.length > 4 && packet.readUInt32LE(0) === packet.length - 4;
  const isLong = packet[0] === 0x7f;
  const words = isLong ? packet.readUIntLE(1, 3) : (packet[0] ?? 0);
  return words > 0 && packet.length === words * 4 + (isLong ? 4 : 1);
}
