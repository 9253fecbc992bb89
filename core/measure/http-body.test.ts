import { PassThrough } from 'node:stream';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NetError } from '../model/failure.ts';
import { systemClock } from '../net/system-clock.ts';
import { checkAsync } from '../testing/fuzz.ts';
import { netError } from '../testing/streams.ts';
import { createByteReader } from './byte-reader.ts';
import { readBody } from './http-body.ts';
import { parseResponseHead } from './http-head.ts';

const signal = new AbortController().signal;

async function read(head: string, wire: string | Uint8Array, enough = Number.POSITIVE_INFINITY) {
  const stream = new PassThrough();
  stream.end(wire);
  const reader = createByteReader(stream, { signal, clock: systemClock, operation: 'bulk', silence: 1000 });
  const pieces: Buffer[] = [];
  let length = 0;
  const sink = (piece: Buffer) => {
    pieces.push(piece);
    length += piece.length;
    return length < enough;
  };
  const end = await readBody(reader, parseResponseHead(`HTTP/1.1 ${head}\r\n\r\n`, 'bulk'), sink, 'bulk');
  return { end, body: Buffer.concat(pieces).toString() };
}

describe('a response body', () => {
  it.each([
    ['200 OK\r\nContent-Length: 5', 'hello', 'again', 'hello'],
    ['200 OK\r\nContent-Length: 5\r\nConnection: close', 'hello', 'last', 'hello'],
    ['200 OK\r\nContent-Length: 5', 'hello, next response', 'again', 'hello'],
    ['200 OK\r\nTransfer-Encoding: chunked', '3\r\nhel\r\n2;x=1\r\nlo\r\n0\r\n\r\n', 'again', 'hello'],
    ['200 OK\r\nTransfer-Encoding: chunked', '0\r\nTrailer: x\r\n\r\n', 'again', ''],
    ['200 OK', 'to the end', 'last', 'to the end'],
    ['204 No Content', '', 'again', ''],
    ['304 Not Modified\r\nContent-Length: 99', '', 'again', ''],
  ])('%j', async (head, wire, end, body) => {
    expect(await read(head, wire)).toEqual({ end, body });
  });

  it('can be left when there is enough', async () => {
    const { end, body } = await read('200 OK\r\nContent-Length: 100000', 'x'.repeat(100_000), 5000);
    expect(end).toBe('stopped');
    expect(body.length).toBeLessThan(10_000);
  });

  it.each([
    ['200 OK\r\nContent-Length: 9', 'hello', 'eof_error'],
    ['200 OK\r\nTransfer-Encoding: chunked', '5\r\nhel', 'eof_error'],
    ['200 OK\r\nTransfer-Encoding: chunked', 'zz\r\n', 'x_unexpected_answer'],
    ['200 OK\r\nTransfer-Encoding: chunked', '3\r\nhello', 'x_unexpected_answer'],
    ['200 OK\r\nContent-Length: many', 'hello', 'x_unexpected_answer'],
  ])('%j with %j is broken', async (head, wire, failure) => {
    expect((await netError(read(head, wire))).failure).toBe(failure);
  });

  it('is never a crash, whatever the chunks hold (N8)', async () => {
    await checkAsync(
      fc.asyncProperty(fc.uint8Array({ maxLength: 64 }), async (wire) => {
        await read('200 OK\r\nTransfer-Encoding: chunked', wire).catch((error: unknown) => {
          if (!(error instanceof NetError)) throw error;
        });
      }),
    );
  });
});
