import * as v from 'valibot';
import { expect, test } from 'vitest';
import { wireSchema } from '../wire/config.ts';
import { Conversation, datagram, TestCensor } from '../wire/testing/conversation.ts';
import { watchDatagrams } from './watched.ts';

const lookup = (token: string) => (token === 'addresses:telegram' ? ['149.154.160.0/20'] : []);

test('what goes past the program to a messenger, and HTTP/3’s to anybody, is counted and dropped; all else passes', () => {
  const { rules } = v.parse(
    wireSchema,
    watchDatagrams(
      { oneWayMs: 5, rules: [{ kind: 'sni', names: ['a'], level: 'packet', action: 'reset' }] },
      lookup,
    ),
  );
  expect(rules.map(({ kind, id }) => id ?? kind)).toEqual(['sni', 'past', 'http3']);
  const censor = new TestCensor(...rules);
  const bytes = Buffer.alloc(20);
  expect(censor.passes(datagram('149.154.167.51', 1400, bytes), 'up')).toBe(false);
  expect(censor.passes(datagram('9.9.9.9', 443, bytes), 'up')).toBe(false);
  expect(censor.passes(datagram('9.9.9.9', 3478, bytes), 'up')).toBe(true);
  expect(new Conversation(1, '149.154.167.51').open(censor)).toBe(true);
  expect(censor.hits.map(({ rule }) => rule)).toEqual(['past', 'http3']);
});
