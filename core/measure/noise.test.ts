import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NetError } from '../model/failure.ts';
import { check } from '../testing/fuzz.ts';
import { netError } from '../testing/streams.ts';
import { encodeNoiseHello, expectNoiseServerHello, isServerHello } from './noise.ts';
import { NOISE_SERVER_HELLO } from './testing/chat-servers.ts';

function pieces(...all: readonly Buffer[]) {
  const left = [...all];
  return async () => {
    const piece = left.shift();
    if (piece === undefined) throw new NetError('dialogue', 'eof_error');
    return piece;
  };
}
const frame = (message: Buffer) => Buffer.concat([Buffer.from([0, 0, message.length]), message]);

describe('the Noise client hello', () => {
  it('is prologue, length, and a protobuf with the key', () => {
    const hello = encodeNoiseHello(Buffer.alloc(32, 0xab));
    expect(hello.toString('hex')).toBe(`5741060300002412220a20${'ab'.repeat(32)}`);
  });
});

describe('the Noise server hello', () => {
  it('is known whole and in pieces', async () => {
    const answer = frame(NOISE_SERVER_HELLO);
    await expectNoiseServerHello(pieces(answer));
    await expectNoiseServerHello(pieces(...[...answer].map((byte) => Buffer.from([byte]))));
  });

  it.each([
    ['a frame of another message', frame(Buffer.from([0x12, 2, 0x0a, 0]))],
    ['an empty frame', Buffer.from([0, 0, 0])],
    ['an HTTP answer', Buffer.from('HTTP/1.1 403 Forbidden\r\n\r\n')],
  ])('is not %s (M2)', async (_, answer) => {
    expect((await netError(expectNoiseServerHello(pieces(answer)))).failure).toBe('x_unexpected_answer');
  });

  it('is not there when the connection ends early', async () => {
    const early = pieces(frame(NOISE_SERVER_HELLO).subarray(0, 40));
    expect((await netError(expectNoiseServerHello(early))).failure).toBe('eof_error');
  });

  it('needs a key of 32 bytes', () => {
    expect(isServerHello(NOISE_SERVER_HELLO)).toBe(true);
    expect(isServerHello(Buffer.from(`1a0a0a08${'07'.repeat(8)}`, 'hex'))).toBe(false);
  });

  it('is judged without a crash, whatever came (N8)', () => {
    const messages = fc.oneof(
      fc.uint8Array({ maxLength: 64 }),
      fc.tuple(fc.nat(NOISE_SERVER_HELLO.length - 1), fc.nat(255)).map(([at, byte]) => {
        const bent = Buffer.from(NOISE_SERVER_HELLO);
        bent[at] = byte;
        return bent;
      }),
    );
    check(
      fc.property(messages, (message) => {
        isServerHello(message);
      }),
    );
  });
});
