import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import type { SHAPES } from './requests.ts';

const GAP_MS = 10;

/** A stream over a socket that sends the first thing written to it, a ClientHello in one record, in a shape. */
export function shapedStream(socket: Socket, shape: (typeof SHAPES)[number], name: string): Duplex {
  let isFirst = true;
  const stream = new Duplex({
    read() {
      socket.resume();
    },
    write(chunk: Buffer, _encoding, done) {
      const parts = isFirst ? shapeHello(chunk, shape, name) : [chunk];
      isFirst = false;
      writeAll(socket, parts, done);
    },
    final(done) {
      socket.end(done);
    },
    destroy(error, done) {
      socket.destroy();
      done(error);
    },
  });
  socket.on('data', (chunk: Buffer) => {
    if (!stream.push(chunk)) socket.pause();
  });
  socket.on('end', () => stream.push(null));
  socket.on('error', (error) => stream.destroy(error));
  return stream;
}

function shapeHello(record: Buffer, shape: (typeof SHAPES)[number], name: string): Buffer[] {
  const middle = record.indexOf(name) + Math.ceil(name.length / 2);
  if (shape === 'first-byte') return [record.subarray(0, 1), record.subarray(1)];
  if (shape === 'segments') return [record.subarray(0, middle), record.subarray(middle)];
  if (shape === 'records') {
    return [Buffer.concat([inRecord(record.subarray(5, middle)), inRecord(record.subarray(middle))])];
  }
  return [record];
}

function inRecord(content: Buffer): Buffer {
  return Buffer.concat([Buffer.of(22, 3, 1, content.length >> 8, content.length & 0xff), content]);
}

function writeAll(socket: Socket, parts: readonly Buffer[], done: (error?: Error | null) => void): void {
  const [first = Buffer.alloc(0), ...rest] = parts;
  socket.write(first, (error) => {
    if (error || rest.length === 0) done(error ?? null);
    else setTimeout(() => writeAll(socket, rest, done), GAP_MS);
  });
}
