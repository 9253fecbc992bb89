import { expect, test } from 'vitest';
import { foundIn } from './testing/sent.ts';
import { BY_PROGRAMS } from './testing/sent-by-programs.ts';
import { IN_MESSAGES } from './testing/sent-in-messages.ts';

test.each(IN_MESSAGES)('is found: %s', (_, sent, found) => {
  expect(foundIn(sent)).toEqual(found);
});

test.each(BY_PROGRAMS)('is read: %s', (_, sent, found) => {
  expect(foundIn(sent)).toEqual(found);
});
