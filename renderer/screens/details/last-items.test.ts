import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addItems, type Numbered } from './last-items.ts';

const item = (text: string) => ({ text });

describe('the last items of a stream', () => {
  it('are numbered on as they come', () => {
    const first = addItems([], [item('a'), item('b')], 10);
    expect(addItems(first, [item('c')], 10)).toEqual([
      { text: 'a', number: 1 },
      { text: 'b', number: 2 },
      { text: 'c', number: 3 },
    ]);
  });

  it('keep their numbers when older ones fall out', () => {
    const two = addItems(addItems([], [item('a'), item('b')], 2), [item('c')], 2);
    expect(two).toEqual([
      { text: 'b', number: 2 },
      { text: 'c', number: 3 },
    ]);
  });

  it('are never more than the limit and never out of order, however they come', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(40)), fc.integer({ min: 1, max: 50 }), (batches, most) => {
        let kept: readonly Numbered<{ text: string }>[] = [];
        for (const size of batches) {
          kept = addItems(
            kept,
            Array.from({ length: size }, () => item('x')),
            most,
          );
          expect(kept.length).toBeLessThanOrEqual(most);
        }
        const numbers = kept.map(({ number }) => number);
        expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
        expect(new Set(numbers).size).toBe(numbers.length);
      }),
    );
  });
});
