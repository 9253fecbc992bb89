import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { check } from '../../testing/fuzz.ts';
import { MAX_GAP, parseShape, printShape, type Shape } from './shape.ts';

test.each<[string, Shape]>([
  ['tlsfrag:sni', { records: 'sni' }],
  ['tlsfrag:many', { records: 'many' }],
  ['tcpfrag:sni', { segments: 'sni' }],
  ['tcpfrag:many', { segments: 'many' }],
  ['tcpfrag:sni,gap=15ms', { segments: 'sni', gap: 15 }],
  ['tlsfrag:sni+tcpfrag:sni', { records: 'sni', segments: 'sni' }],
  ['tlsfrag:sni+tcpfrag:sni,gap=rtt', { records: 'sni', segments: 'sni', gap: 'rtt' }],
  ['tlsfrag:many+tcpfrag:many,gap=rtt', { records: 'many', segments: 'many', gap: 'rtt' }],
])('%s is read, and printed back', (text, shape) => {
  expect(parseShape(text)).toEqual(shape);
  expect(printShape(shape)).toBe(text);
});

test.each([
  '',
  'tlsfrag',
  'tlsfrag:1',
  'TLSFRAG:sni',
  ' tlsfrag:sni',
  'tlsfrag:sni\n',
  '+tcpfrag:sni',
  'tlsfrag:sni+',
  'tlsfrag:snitcpfrag:sni',
  'tcpfrag:sni+tlsfrag:sni',
  'tlsfrag:sni,gap=rtt',
  'tcpfrag:sni,gap=0ms',
  'tcpfrag:sni,gap=05ms',
  'tcpfrag:sni,gap=1001ms',
  'tcpfrag:sni,gap=15',
])('%j is no shape', (text) => {
  expect(parseShape(text)).toBeUndefined();
});

const cuts = fc.constantFrom('sni' as const, 'many' as const);
const gap = fc.oneof(fc.constant('rtt' as const), fc.integer({ min: 1, max: MAX_GAP }));
const shapes: fc.Arbitrary<Shape> = fc.oneof(
  fc.record({ records: cuts }),
  fc.record({ records: cuts, segments: cuts, gap }, { requiredKeys: ['segments'] }),
);

test('every shape is printed and read back without loss (N13)', () => {
  check(
    fc.property(shapes, (shape) => {
      expect(parseShape(printShape(shape))).toEqual(shape);
    }),
  );
});

test('whatever is read is printed as it was written', () => {
  const pieces = fc.constantFrom('tlsfrag', 'tcpfrag', ':', 'sni', 'many', '+', ',gap=', 'rtt', '7', 'ms');
  const texts = fc.array(pieces, { maxLength: 12 }).map((parts) => parts.join(''));
  check(
    fc.property(fc.oneof(texts, fc.string()), (text) => {
      const shape = parseShape(text);
      if (shape !== undefined) expect(printShape(shape)).toBe(text);
    }),
  );
});
