import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { check } from '../core/testing/fuzz.ts';
import { createHiddenLine } from './hidden-line.ts';

const LINK = 'socks5://anna:geheim@198.51.100.7:1080';

describe('a hidden line', () => {
  test('shows a dot for each character and never the character (S2)', () => {
    const line = createHiddenLine();
    expect(line.feed('abc')).toEqual({ echo: '•••', outcome: 'more' });
    expect(line.feed(`${LINK}\r`)).toEqual({ echo: '•'.repeat(21), outcome: 'line' });
    expect(line.text()).toBe(`abc${LINK}`);
  });

  test('takes back what was typed, and all of it', () => {
    const line = createHiddenLine();
    line.feed('abc');
    expect(line.feed('\x7f').echo).toBe('\b \b');
    expect(line.text()).toBe('ab');
    expect(line.feed('\x15').echo).toBe('\b \b\b \b');
    expect(line.feed('\x7f')).toEqual({ echo: '', outcome: 'more' });
  });

  test('the dots that did not fit are not erased either', () => {
    const line = createHiddenLine();
    line.feed('x'.repeat(30));
    expect(line.feed('\x7f').echo).toBe('');
    expect(line.feed('\x15').echo).toBe('\b \b'.repeat(24));
  });

  test('arrows and the marks around a paste are no text', () => {
    const line = createHiddenLine();
    line.feed(`\x1b[200~${LINK}\x1b[201~\x1b[D\x1bOH`);
    expect(line.text()).toBe(LINK);
  });

  test.each([
    ['\x03', 'interrupted'],
    ['\x04', 'ended'],
    ['\n', 'line'],
    ['x'.repeat(70_000), 'too-long'],
  ])('%.5j ends it: %s', (keys, outcome) => {
    expect(createHiddenLine().feed(keys).outcome).toBe(outcome);
  });

  test('whatever is typed, only dots and their erasure are shown', () => {
    check(
      fc.property(fc.array(fc.string()), (chunks) => {
        const line = createHiddenLine();
        for (const chunk of chunks) expect(line.feed(chunk).echo).toMatch(/^(?:•|[\b] [\b])*$/);
      }),
    );
  });
});
