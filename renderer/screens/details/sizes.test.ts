import { describe, expect, it } from 'vitest';
import { bytesText, durationText, rateText } from './sizes.ts';

describe('sizes', () => {
  it.each([
    [0, '0 bytes'],
    [1, '1 byte'],
    [999, '999 bytes'],
    [1234, '1.2 kB'],
    [999_960, '1 MB'],
    [2_500_000_000, '2.5 GB'],
  ])('of %d bytes are %s', (bytes, text) => {
    expect(bytesText('en', bytes)).toBe(text);
  });

  it('follow the language', () => {
    expect(bytesText('ru', 1234)).toMatch(/^1,2\s/);
    expect(bytesText('fa', 1234)).toMatch(/^‎?۱٫۲/);
  });

  it('of rates are per second', () => {
    expect(rateText('en', 12_000)).toBe('12 kB/s');
    expect(rateText('en', 12)).toBe('12 byte/s');
  });

  it.each([
    [0.4, '0 ms'],
    [340.4, '340 ms'],
    [999.7, '1 sec'],
    [12_340, '12.3 sec'],
  ])('of %d milliseconds are %s', (milliseconds, text) => {
    expect(durationText('en', milliseconds)).toBe(text);
  });
});
