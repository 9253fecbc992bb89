import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pseudo } from './pseudo.ts';
import { shapeOf } from './testing/message-shape.ts';

const ENGLISH = Object.values(
  import.meta.glob<Record<string, string>>('../../resources/locales/en/*.json', {
    import: 'default',
    eager: true,
  }),
).flatMap((file) => Object.values(file));

test('a made-up message keeps the placeholders, tags and forms of the English one', () => {
  for (const message of ENGLISH) expect(shapeOf(pseudo(message)), message).toEqual(shapeOf(message));
});

test('a made-up message is longer, in brackets, and not the English one', () => {
  expect(pseudo('Bring my messengers back')).toMatch(/^\[Bríñg mý méššéñgérš báçk( ·)+\]$/);
});

test('words without braces or tags stay one message', () => {
  const words = fc.string().filter((text) => !/[{}<>'#|]/.test(text));
  fc.assert(fc.property(words, (text) => shapeOf(pseudo(text)).names.length === 0));
});
