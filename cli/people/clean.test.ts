import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { check } from '../../core/testing/fuzz.ts';
import { clean, printableJson, quoted } from './clean.ts';

const anyText = fc.string({ unit: 'binary' });

describe('a text from elsewhere', () => {
  test('cannot command the terminal, turn text round, or fill the screen', () => {
    expect(clean('Minis\x1b[31mtry\x9b2J\u202e\r\n')).toBe('Minis[31mtry2J');
    expect(clean('x'.repeat(5000))).toHaveLength(120);
    check(
      fc.property(anyText, (text) => {
        expect(clean(text)).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
        expect([...clean(text)].length).toBeLessThanOrEqual(120);
      }),
    );
  });

  test('as JSON reads back as it was, and holds no raw control either', () => {
    check(
      fc.property(anyText, (text) => {
        expect(JSON.parse(printableJson({ text }))).toEqual({ text });
        expect(printableJson(text)).not.toMatch(/\p{Cc}/u);
      }),
    );
  });
});

describe('a quoted word', () => {
  test('is repeated only where it cannot be a secret (S2)', () => {
    expect(quoted('conect')).toBe('"conect"');
    for (const secret of ['socks5://a:b@c:1', 'a:b', 'x'.repeat(33), 'two words', '']) {
      expect(quoted(secret)).toBe('that');
    }
  });
});
