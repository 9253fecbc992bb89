import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { MAX_OPAQUE_FLIGHT } from '../local-proxy/first-flight.ts';
import { check } from '../testing/fuzz.ts';
import { readPrologue } from './whatsapp.ts';

test('whatever a phone says first is a chat by its first two bytes, and goes on whole (N8)', () => {
  const begins = fc.constantFrom('', 'W', 'WA', 'ED', 'GET ', '\x16\x03\x01', '\x05\x01\x02');
  check(
    fc.property(begins, fc.uint8Array({ maxLength: 100 }), (begin, rest) => {
      const bytes = Buffer.concat([Buffer.from(begin, 'latin1'), rest]);
      const isChat = ['WA', 'ED'].includes(bytes.toString('latin1', 0, 2));
      expect(readPrologue(bytes)).toEqual(
        bytes.length < 2
          ? { state: 'need-more' }
          : { state: 'parsed', value: isChat ? bytes : null, length: bytes.length },
      );
    }),
  );
  expect(readPrologue(Buffer.alloc(MAX_OPAQUE_FLIGHT + 1))).toEqual({ state: 'malformed' });
});
