import { describe, expect, it } from 'vitest';
import { DelayLine } from './delay-line.ts';

function drain(line: DelayLine<string>, now: number): string[] {
  const taken: string[] = [];
  for (let item = line.take(now); item !== undefined; item = line.take(now)) taken.push(item);
  return taken;
}

describe('a delay line', () => {
  it('gives nothing before it is due', () => {
    const line = new DelayLine<string>(10);
    line.append('a', 30);
    expect([drain(line, 29), drain(line, 30)]).toEqual([[], ['a']]);
  });

  it('keeps the order of what is appended, whatever the jitter', () => {
    const line = new DelayLine<string>(10);
    line.append('a', 35);
    line.append('b', 31);
    expect(line.nextDue).toBe(35);
    expect(drain(line, 35)).toEqual(['a', 'b']);
  });

  it('lets injected packets overtake, without pushing later ones ahead', () => {
    const line = new DelayLine<string>(10);
    line.append('true answer', 60);
    line.overtake('forged answer', 4);
    line.append('next', 61);
    expect(drain(line, 100)).toEqual(['forged answer', 'true answer', 'next']);
  });

  it('is bounded', () => {
    const line = new DelayLine<string>(2);
    expect([line.append('a', 1), line.append('b', 1), line.append('c', 1)]).toEqual([true, true, false]);
    drain(line, 1);
    expect(line.append('d', 2)).toBe(true);
  });

  it('goes on after thousands of items', () => {
    const line = new DelayLine<string>(10);
    for (let count = 0; count < 5000; count += 1) {
      line.append(String(count), count);
      expect(line.take(count)).toBe(String(count));
    }
    expect(line.nextDue).toBeUndefined();
  });
});
