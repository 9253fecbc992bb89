import fc from 'fast-check';
import { expect, test } from 'vitest';
import { answerBinding, bindingRequest, mappedAddress } from './stun.ts';

const from = { address: '10.77.1.2', port: 40_000 };

test('who asks is told where from', () => {
  const request = bindingRequest();
  expect(mappedAddress(answerBinding(request, from) ?? Buffer.alloc(0), request)).toBe('10.77.1.2');
});

test('an answer to another question, or the question itself, is none', () => {
  const request = bindingRequest();
  expect(mappedAddress(answerBinding(bindingRequest(), from) ?? Buffer.alloc(0), request)).toBeNull();
  expect(mappedAddress(request, request)).toBeNull();
});

test('what is no question has no answer', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
      fc.pre(bytes[0] !== 0 || bytes[1] !== 1);
      expect(answerBinding(Buffer.from(bytes), from)).toBeNull();
    }),
  );
  expect(answerBinding(bindingRequest(), { address: '::1', port: 1 })).toBeNull();
});
