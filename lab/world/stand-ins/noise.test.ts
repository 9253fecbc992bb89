import fc from 'fast-check';
import { expect, test } from 'vitest';
import { answerClientHello, clientHello, field, frame, isServerHello, pack } from './noise.ts';

test('a client hello is answered by a server hello', () => {
  const answer = answerClientHello(clientHello());
  expect(answer).not.toBeNull();
  expect(isServerHello(answer ?? Buffer.alloc(0))).toBe(true);
});

test('while bytes are missing there is no answer, wherever the hello was cut', () => {
  const hello = clientHello();
  for (let length = 0; length < hello.length; length++) {
    expect(answerClientHello(hello.subarray(0, length))).toBeNull();
  }
});

test('routing information before the prologue is skipped', () => {
  const routing = Buffer.concat([Buffer.from('ED\0\x01'), frame(Buffer.from([8, 8, 5]))]);
  expect(answerClientHello(Buffer.concat([routing, clientHello()]))).not.toBeNull();
});

test('the server hello has the parts of Noise XX: ephemeral, sealed static, sealed payload', () => {
  const answer = answerClientHello(clientHello()) ?? Buffer.alloc(0);
  const hello = field(answer.subarray(3), 3) ?? Buffer.alloc(0);
  expect([1, 2, 3].map((number) => field(hello, number)?.length)).toEqual([32, 48, 246]);
});

test.each([
  ['TLS', Buffer.from('16030100', 'hex')],
  ['HTTP', Buffer.from('GET / HTTP/1.1')],
  [
    'a hello without a key',
    Buffer.concat([Buffer.from('WA\x06\x03'), frame(pack(2, pack(1, Buffer.alloc(31))))]),
  ],
  ['a length beyond reason', Buffer.from('WA\x06\x03\xff\xff\xff', 'latin1')],
])('%s is refused', (_, bytes) => {
  expect(() => answerClientHello(bytes)).toThrow();
});

test('arbitrary bytes never draw an answer', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      try {
        expect(answerClientHello(Buffer.from(bytes))).toBeNull();
      } catch (error) {
        expect(error).toBeInstanceOf(Error);
      }
    }),
    { numRuns: 300 },
  );
});
