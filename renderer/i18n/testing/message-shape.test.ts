import { expect, test } from 'vitest';
import { shapeOf } from './message-shape.ts';

test('placeholders, tags, choices and forms are found at any depth', () => {
  expect(
    shapeOf('<b>{name}</b>: {how, select, ok {{n, plural, one {#} other {# of {all, number}}}} other {no}}'),
  ).toEqual({
    names: ['<b>', 'all', 'how', 'n', 'name'],
    choices: ['how: ok other'],
    plurals: [['one', 'other']],
  });
});

test('a message of words alone has nothing, and a broken one says so', () => {
  expect(shapeOf('It’s only words')).toEqual({ names: [], choices: [], plurals: [] });
  expect(() => shapeOf('{oops')).toThrow();
});
