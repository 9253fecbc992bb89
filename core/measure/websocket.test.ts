import { PassThrough } from 'node:stream';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NetError } from '../model/failure.ts';
import { systemClock, systemRandom } from '../net/system-clock.ts';
import { checkAsync } from '../testing/fuzz.ts';
import { netError } from '../testing/streams.ts';
import { createByteReader } from './byte-reader.ts';
import { acceptKey, encodeFrame, openWebSocket } from './websocket.ts';

const target = { host: 'web.test', port: 443, path: '/ws/chat', origin: 'https://web.test' };
const random = { bytes: (length: number) => new Uint8Array(length).fill(7), uniform: () => 0 };
const ACCEPT = acceptKey(Buffer.alloc(16, 7).toString('base64'));
const UPGRADED = `HTTP/1.1 101 Switching Protocols\r\nSec-WebSocket-Accept: ${ACCEPT}\r\n\r\n`;

/** Opens a web socket against a server that has already said everything, and takes one message. */
async function receive(answer: string | Uint8Array) {
  const stream = new PassThrough();
  const said: Buffer[] = [];
  const { signal } = new AbortController();
  const reader = createByteReader(stream, {
    signal,
    clock: systemClock,
    operation: 'dialogue',
    silence: 1000,
  });
  stream.end(answer);
  stream.write = (chunk: Buffer | string) => {
    said.push(Buffer.from(chunk));
    return true;
  };
  const socket = await openWebSocket(stream, reader, target, random);
  return { message: await socket.receive(), said };
}

const upgradedThen = (...frames: readonly (readonly number[])[]) =>
  Buffer.concat([Buffer.from(UPGRADED), ...frames.map((frame) => Buffer.from(frame))]);

describe('a web socket', () => {
  it('knows the accept key of RFC 6455 §1.3', () => {
    expect(acceptKey('dGhlIHNhbXBsZSBub25jZQ==')).toBe('s3pPLMBiTxaQ9kYGzzhZRbK+xOo=');
  });

  it('masks what it sends, as the example of RFC 6455 §5.7', () => {
    const frame = encodeFrame(1, Buffer.from('Hello'), Uint8Array.of(0x37, 0xfa, 0x21, 0x3d));
    expect(frame.toString('hex')).toBe('818537fa213d7f9f4d5158');
  });

  it('announces longer lengths in two bytes', () => {
    expect(encodeFrame(2, Buffer.alloc(300), Buffer.alloc(4)).subarray(0, 4).toString('hex')).toBe(
      '82fe012c',
    );
  });

  it('reads past pings and empty frames, and answers the ping', async () => {
    const { message, said } = await receive(
      upgradedThen([0x89, 1, 0x21], [0x82, 0], [0x8a, 0], [0x82, 2, 1, 2]),
    );
    expect([...message]).toEqual([1, 2]);
    expect(said[0]?.toString()).toMatch(
      /^GET \/ws\/chat HTTP\/1\.1\r\n[\s\S]*Origin: https:\/\/web\.test\r\n/,
    );
    expect(said[1]?.subarray(0, 2).toString('hex')).toBe('8a81');
  });

  it('reads lengths of two and of eight bytes', async () => {
    const data = Array.from({ length: 130 }, () => 5);
    expect((await receive(upgradedThen([0x82, 126, 0, 130, ...data]))).message).toHaveLength(130);
    expect(
      (await receive(upgradedThen([0x02, 127, 0, 0, 0, 0, 0, 0, 0, 130, ...data]))).message,
    ).toHaveLength(130);
  });

  it('is refused where the status is another (M2)', async () => {
    const failed = await netError(receive('HTTP/1.1 403 Forbidden\r\n\r\n'));
    expect(failed).toMatchObject({ operation: 'dialogue', failure: 'http_unexpected_status_code' });
  });

  it.each([
    ['a wrong accept key', UPGRADED.replace(ACCEPT, 'x')],
    ['no HTTP', 'SSH-2.0-OpenSSH\r\n\r\n'],
    ['a masked frame', upgradedThen([0x82, 0x81, 0, 0, 0, 0, 1])],
    ['reserved bits', upgradedThen([0xf2, 1, 1])],
    ['a close', upgradedThen([0x88, 0])],
    ['an endless frame', upgradedThen([0x82, 127, 1, 0, 0, 0, 0, 0, 0, 0])],
    ['nothing but pings', upgradedThen(...Array.from({ length: 20 }, () => [0x89, 0]))],
  ])('does not take %s', async (_, answer) => {
    expect((await netError(receive(answer))).failure).toBe('x_unexpected_answer');
  });

  it('never crashes on what comes after the upgrade (N8)', async () => {
    await checkAsync(
      fc.asyncProperty(fc.uint8Array({ maxLength: 64 }), async (bytes) => {
        await receive(upgradedThen([...bytes])).catch((error: unknown) => {
          if (!(error instanceof NetError)) throw error;
        });
      }),
    );
  });

  it('draws its key anew', async () => {
    const stream = new PassThrough();
    const { signal } = new AbortController();
    const reader = createByteReader(stream, { signal, clock: systemClock, operation: 'dialogue' });
    stream.end(UPGRADED);
    stream.write = () => true;
    expect((await netError(openWebSocket(stream, reader, target, systemRandom))).failure).toBe(
      'x_unexpected_answer',
    );
  });
});
