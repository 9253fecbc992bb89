import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { Readable } from 'node:stream';

/** A connection to the proxy's port that the signal ends, whatever it is at. */
export async function dial(port: number, signal: AbortSignal): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
  socket.on('error', () => undefined);
  const end = (): void => void socket.destroy();
  signal.addEventListener('abort', end);
  socket.once('close', () => signal.removeEventListener('abort', end));
  await once(socket, 'connect', { signal });
  return socket;
}

/** Opens a tunnel by SOCKS5, the target as a name (RFC 1928). */
export async function openBySocks(socket: Socket, host: string, port: number): Promise<void> {
  socket.write(Uint8Array.of(5, 1, 0));
  await hear(socket, 2);
  socket.write(Buffer.concat([Uint8Array.of(5, 1, 0, 3, host.length), Buffer.from(host), bigEndian(port)]));
  const reply = await hear(socket, 10);
  if (reply[1] !== 0) throw new Error(`the proxy refused: ${reply[1]}`);
}

/** Opens a tunnel by HTTP CONNECT. */
export async function openByHttp(socket: Socket, host: string, port: number): Promise<void> {
  socket.write(`CONNECT ${host}:${port} HTTP/1.1\r\nHost: ${host}:${port}\r\n\r\n`);
  let head = '';
  while (!head.endsWith('\r\n\r\n')) head += (await hear(socket, 1)).toString('latin1');
  if (!head.startsWith('HTTP/1.1 200')) throw new Error(`the proxy refused: ${head.slice(0, 40)}`);
}

const bigEndian = (port: number): Uint8Array => Uint8Array.of(port >> 8, port & 255);

/** Exactly so many bytes. Rejects when the stream ends before. */
export async function hear(stream: Readable, count: number): Promise<Buffer> {
  for (;;) {
    const bytes: unknown = stream.read(count);
    if (bytes instanceof Buffer && bytes.length === count) return bytes;
    if (stream.destroyed || stream.readableEnded || bytes instanceof Buffer) {
      throw new Error(`ended before ${count} bytes had come`);
    }
    const settled = new AbortController();
    const { signal } = settled;
    await Promise.race(['readable', 'end', 'close'].map((event) => once(stream, event, { signal }))).catch(
      () => undefined,
    );
    settled.abort();
  }
}

/** Reads to the end; rejects unless exactly so many bytes came. */
export async function hearAll(stream: Readable, expected: number): Promise<void> {
  let count = 0;
  stream.on('data', (chunk: Buffer) => {
    count += chunk.length;
  });
  const settled = new AbortController();
  const { signal } = settled;
  await Promise.race(['end', 'close'].map((event) => once(stream, event, { signal })));
  settled.abort();
  if (count !== expected) throw new Error(`${count} bytes of ${expected} came`);
}
