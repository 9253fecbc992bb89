import { once } from 'node:events';
import { connect, createServer, type Server, Socket } from 'node:net';
import { connect as connectTls, type SecureVersion } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createAuthority } from '../../testing/authority.ts';
import { scratchFolder, startDaemon } from '../../testing/daemon.ts';
import { startTlsServer } from '../../testing/servers.ts';
import { systemClock } from '../system-clock.ts';
import { HANDSHAKE_RECORD } from './records.ts';
import { parseShape } from './shape.ts';
import { shapeFirstFlight } from './shape-stream.ts';

const NAME = 'web.whatsapp.com';
const SHAPES = [
  'tlsfrag:sni',
  'tcpfrag:sni',
  'tlsfrag:sni+tcpfrag:sni',
  'tlsfrag:sni+tcpfrag:sni,gap=rtt',
  'tlsfrag:many',
  'tcpfrag:many',
  'tlsfrag:many+tcpfrag:many,gap=5ms',
];

/** A socket that notes what each of its system calls writes. */
class NotingSocket extends Socket {
  readonly writes: Buffer[] = [];

  override _write(chunk: Buffer, encoding: BufferEncoding, callback: (error?: Error | null) => void): void {
    this.writes.push(chunk);
    super._write(chunk, encoding, callback);
  }
  override _writev(
    chunks: { chunk: Buffer; encoding: BufferEncoding }[],
    callback: (error?: Error | null) => void,
  ): void {
    this.writes.push(Buffer.concat(chunks.map(({ chunk }) => chunk)));
    super._writev?.(chunks, callback);
  }
}

/** Stands between client and server like a censor's tap: relays, and keeps all that the client sent. */
async function startTap(port: number): Promise<{ server: Server; port: number; seen: () => Buffer }> {
  const seen: Buffer[] = [];
  const server = createServer((client) => {
    const upstream = connect(port, '127.0.0.1');
    client.on('data', (chunk) => seen.push(chunk)).pipe(upstream);
    upstream.pipe(client);
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      socket.on('error', () => other.destroy()).once('close', () => other.destroy());
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { server, port: address.port, seen: () => Buffer.concat(seen) };
}

/** The handshake records at the start of what a client sent. */
function handshakeRecords(bytes: Buffer): Buffer[] {
  const records: Buffer[] = [];
  for (let at = 0; bytes[at] === HANDSHAKE_RECORD; at += 5 + bytes.readUInt16BE(at + 3)) {
    records.push(bytes.subarray(at, at + 5 + bytes.readUInt16BE(at + 3)));
  }
  return records;
}

const authority = createAuthority();
const identity = authority.issue([NAME]);
const ports = { node: 0, openssl: 0 };
let stops: (() => Promise<void>)[] = [];

beforeAll(async () => {
  const folder = scratchFolder();
  const files = { cert: folder.write('cert.pem', identity.cert), key: folder.write('key.pem', identity.key) };
  const node = await startTlsServer({ ...identity }, (socket) => socket.pipe(socket));
  const openssl = await startDaemon('openssl', (port) => [
    ...['s_server', '-quiet', '-rev', '-accept', `127.0.0.1:${port}`],
    ...['-cert', files.cert, '-key', files.key],
  ]);
  stops = [node.close, openssl.stop];
  Object.assign(ports, { node: node.port, openssl: openssl.port });
});
afterAll(async () => {
  await Promise.all(stops.map((stop) => stop()));
});

const versions: SecureVersion[] = ['TLSv1.2', 'TLSv1.3'];
const peers = ['node', 'openssl'] as const;
const all = SHAPES.flatMap((shape) =>
  versions.flatMap((version) => peers.map((peer) => [shape, version, peer] as const)),
);

describe('a handshake with a real peer', () => {
  test.each(all)(
    'in the shape %s over %s with %s succeeds, and a tap sees no name (N9, N10)',
    async (text, version, peer) => {
      const shape = parseShape(text);
      if (shape === undefined) throw new Error('no shape');
      const tap = await startTap(ports[peer]);
      const socket = new NotingSocket();
      socket.connect(tap.port, '127.0.0.1');
      await once(socket, 'connect');
      const secure = connectTls({
        socket: shapeFirstFlight(socket, shape, { clock: systemClock }),
        servername: NAME,
        ca: authority.cert,
        minVersion: version,
        maxVersion: version,
      });
      await once(secure, 'secureConnect');
      expect(secure.getProtocol()).toBe(version);
      secure.write('abba\n');
      const [echo]: Buffer[] = await once(secure, 'data');
      expect(String(echo)).toBe('abba\n');

      if (shape.segments !== undefined) {
        expect(socket.writes.filter((bytes) => bytes.includes(NAME))).toEqual([]);
      }
      if (shape.records !== undefined) {
        expect(handshakeRecords(tap.seen()).filter((record) => record.includes(NAME))).toEqual([]);
      } else {
        expect(tap.seen().includes(NAME)).toBe(true);
      }
      secure.destroy();
      tap.server.close();
      await once(tap.server, 'close');
    },
  );
});
