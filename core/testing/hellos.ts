import { once } from 'node:events';
import { Duplex } from 'node:stream';
import { type ConnectionOptions, connect } from 'node:tls';
import * as fc from 'fast-check';

export interface HelloParts {
  readonly serverName?: string;
  readonly alpn?: readonly string[];
  readonly sessionId?: Uint8Array;
  /** Other extensions, before and after the server name and ALPN. */
  readonly before?: readonly (readonly [type: number, data: Uint8Array])[];
  readonly after?: readonly (readonly [type: number, data: Uint8Array])[];
}

/** A ClientHello message, put together independently of the code that takes hellos apart. */
export function buildHello({ serverName, alpn, sessionId, before = [], after = [] }: HelloParts): Buffer {
  const name =
    serverName === undefined ? [] : [[0, prefixed(2, [0], prefixed(2, ascii(serverName)))] as const];
  const protocols =
    alpn === undefined ? [] : [[16, prefixed(2, ...alpn.map((id) => prefixed(1, ascii(id))))] as const];
  const extensions = [...before, ...name, ...protocols, ...after].map(([type, data]) =>
    Buffer.concat([Buffer.from([type >> 8, type & 255]), prefixed(2, data)]),
  );
  return Buffer.concat([
    Buffer.from([1]),
    prefixed(
      3,
      [3, 3],
      Buffer.alloc(32, 7),
      prefixed(1, sessionId ?? []),
      prefixed(2, [0x13, 0x01]),
      prefixed(1, [0]),
      prefixed(2, ...extensions),
    ),
  ]);
}

/** TLS records around a message, cut at ascending positions inside it. */
export function inRecords(message: Uint8Array, cuts: readonly number[] = [], version = 0x0301): Buffer {
  const starts = [0, ...cuts];
  return Buffer.concat(
    starts.flatMap((start, index) => [
      Buffer.from([22, version >> 8, version & 255]),
      prefixed(2, message.subarray(start, starts[index + 1] ?? message.length)),
    ]),
  );
}

/** The payloads of whole handshake records. */
export function payloads(flight: Uint8Array): Buffer[] {
  const bytes = Buffer.from(flight);
  const found: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = bytes.readUInt16BE(at + 3);
    if (bytes[at] !== 22 || at + 5 + length > bytes.length) throw new Error('not whole handshake records');
    found.push(bytes.subarray(at + 5, at + 5 + length));
    at += 5 + length;
  }
  return found;
}

/** The first flight of Node's own TLS client. */
export async function nodeHello(options: ConnectionOptions): Promise<Buffer> {
  const wire = new Duplex({
    read() {},
    write(chunk: Buffer, _encoding, callback) {
      wire.emit('hello', chunk);
      callback();
    },
  });
  const written = once(wire, 'hello');
  const socket = connect({ ...options, socket: wire });
  const [hello]: Buffer[] = await written;
  socket.destroy();
  if (hello === undefined) throw new Error('no hello');
  return hello;
}

const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,14}[a-z0-9])?$/);

/** Host names of 1–6 labels. */
export const hostNames = fc.array(label, { minLength: 1, maxLength: 6 }).map((labels) => labels.join('.'));

const otherExtensions = fc.array(
  fc.tuple(fc.integer({ min: 100, max: 65000 }), fc.uint8Array({ maxLength: 400 })),
  { maxLength: 6 },
);

/** Hellos with and without a name, and cuts that put them into 1–6 records. */
export const hellos = fc
  .record(
    {
      serverName: hostNames,
      alpn: fc.array(fc.constantFrom('h2', 'http/1.1', 'acme-tls/1'), { maxLength: 3 }),
      sessionId: fc.uint8Array({ maxLength: 32 }),
      before: otherExtensions,
      after: otherExtensions,
    },
    { requiredKeys: [] },
  )
  .chain((parts) => {
    const message = buildHello(parts);
    return fc
      .uniqueArray(fc.integer({ min: 1, max: message.length - 1 }), { maxLength: 5 })
      .map((cuts) => cuts.sort((a, b) => a - b))
      .map((cuts) => ({ parts, message, flight: inRecords(message, cuts), records: cuts.length + 1 }));
  });

function prefixed(size: number, ...parts: readonly (Uint8Array | readonly number[])[]): Buffer {
  const body = Buffer.concat(parts.map((part) => Uint8Array.from(part)));
  const length = Buffer.alloc(size);
  length.writeUIntBE(body.length, 0, size);
  return Buffer.concat([length, body]);
}

function ascii(text: string): Buffer {
  return Buffer.from(text, 'ascii');
}
