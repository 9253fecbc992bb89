import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { check } from '../core/testing/fuzz.ts';
import { readOptions } from './options.ts';
import { readPageMessage } from './page-message.ts';
import { systemLanguage } from './system-language.ts';

const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.json(),
  fc.constantFrom('__proto__', '{"type":"hello"}'),
);

test('whatever a page sends is one of our messages or nothing', () => {
  check(
    fc.property(anyText, (text) => {
      const message = readPageMessage(text);
      expect(message === null || ['hello', 'call', 'watch', 'unwatch'].includes(message.type)).toBe(true);
    }),
  );
});

test('a message that fits is read as it was sent', () => {
  const call = fc.record({
    type: fc.constant('call'),
    id: fc.nat(),
    command: fc.string({ maxLength: 64 }),
    args: fc.jsonValue(),
  });
  check(
    fc.property(call, (message) => {
      const text = JSON.stringify(message);
      expect(readPageMessage(text)).toEqual(JSON.parse(text));
    }),
  );
});

test('any environment gives a language, any words options or none', () => {
  check(
    fc.property(anyText, fc.array(anyText), (text, words) => {
      expect(Intl.getCanonicalLocales(systemLanguage({ LANG: text }, text))).toHaveLength(1);
      const options = readOptions(words);
      expect(options === null || (options.port >= 0 && options.port <= 65_535)).toBe(true);
    }),
  );
});
