import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { check } from '../../testing/fuzz.ts';

import { encodeBindingRequest, expectBindingAnswer } from './stun.ts';

/** RFC 5769 §2.2: a success response with software, a mapped address, an integrity and a fingerprint. */
const SAMPLE = Buffer.from(
  [
    '0101003c2112a442b7e7a701bc34d686fa87dfae',
    '8022000b7465737420766563746f7220',
    '002000080001a147e112a643',
    '000800142b91f599fd9e90c38c7489f92af9ba53f06be7d7',
    '80280004c07d4c96',
  ].join(''),
  'hex',
);
const OURS = SAMPLE.subarray(8, 20);

test('a binding request is RFC 8489’s, without attributes', () => {
  expect(encodeBindingRequest(OURS).toString('hex')).toBe('000100002112a442b7e7a701bc34d686fa87dfae');
});

test('RFC 5769’s answer is one, and so is a refusal: somebody speaks STUN there (M11)', () => {
  expectBindingAnswer(SAMPLE, OURS);
  const refusal = Buffer.concat([Buffer.from('011100002112a442', 'hex'), OURS]);
  expectBindingAnswer(refusal, OURS);
});

test('what answers another transaction, is cut short, or is only an echo is none (M11)', () => {
  const wrong = [
    ...[SAMPLE.subarray(0, 19), SAMPLE.subarray(0, 60), Buffer.concat([SAMPLE, Buffer.alloc(4)])],
    ...[encodeBindingRequest(OURS), Buffer.alloc(0)],
  ];
  for (const datagram of wrong)
    expect(() => expectBindingAnswer(datagram, OURS)).toThrow('dialogue: x_unexpected_answer');
  expect(() => expectBindingAnswer(SAMPLE, Buffer.alloc(12))).toThrow();
});

test('any bytes are refused or accepted, and never a surprise (N8)', () => {
  check(
    fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
      expect(() => expectBindingAnswer(bytes, OURS)).toThrow('dialogue: x_unexpected_answer');
    }),
  );
});
