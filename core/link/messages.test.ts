import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { OFF } from '../contract/testing.ts';
import { check } from '../testing/fuzz.ts';
import { readToEngine, readToShell } from './messages.ts';

const kinds = fc.constantFrom('call', 'watch', 'unwatch', 'end', 'state', 'answer', 'items', 'cannot-start');
const anyMessage = fc.oneof(
  fc.anything(),
  fc.record(
    {
      kind: kinds,
      id: fc.oneof(fc.integer(), fc.double(), fc.string()),
      command: fc.anything(),
      args: fc.anything(),
      stream: fc.oneof(fc.constantFrom('steps', 'traffic', 'log'), fc.anything()),
      state: fc.anything(),
      outcome: fc.anything(),
      items: fc.anything(),
      code: fc.anything(),
      message: fc.anything(),
    },
    { requiredKeys: ['kind'] },
  ),
);

describe('messages between an engine and its shell', () => {
  test('whatever comes, reading it neither throws nor lets another shape through (W5)', () => {
    check(
      fc.property(anyMessage, (message) => {
        for (const read of [readToEngine(message), readToShell(message)]) {
          if (read === undefined) continue;
          expect(typeof read.kind).toBe('string');
          if ('id' in read) expect(Number.isSafeInteger(read.id) && read.id >= 0).toBe(true);
        }
      }),
    );
  });

  test.each([
    [{ kind: 'call', id: 0, command: 'connect', args: {} }],
    [{ kind: 'watch', id: 1, stream: 'log' }],
    [{ kind: 'unwatch', id: 1 }],
    [{ kind: 'proxy-found', id: 3, answer: 'PROXY a.example:1; DIRECT' }],
    [{ kind: 'proxy-found', id: 3, answer: null }],
    [{ kind: 'end' }],
  ])('a shell’s message passes: $kind', (message) => {
    expect(readToEngine(message)).toEqual(message);
    expect(readToShell(message)).toBeUndefined();
  });

  test.each([
    [{ kind: 'state', state: OFF }],
    [{ kind: 'answer', id: 3, outcome: { ok: true, value: null } }],
    [{ kind: 'answer', id: 3, outcome: { ok: false, error: { code: 'not-found' } } }],
    [{ kind: 'items', id: 3, items: [1, 'two'] }],
    [{ kind: 'find-proxy', id: 3, script: 'http://wpad/wpad.dat', url: 'https://a.example/' }],
    [{ kind: 'cannot-start', code: 'broken-data', message: 'x' }],
  ])('an engine’s message passes: $kind', (message) => {
    expect(readToShell(message)).toEqual(message);
    expect(readToEngine(message)).toBeUndefined();
  });

  test.each([
    ['a stream nobody knows', { kind: 'watch', id: 1, stream: 'secrets' }],
    ['something beside what is known', { kind: 'end', really: true }],
    ['a command as long as a book', { kind: 'call', id: 1, command: 'x'.repeat(300), args: {} }],
    ['a negative number', { kind: 'unwatch', id: -1 }],
  ])('%s is refused', (_, message) => {
    expect(readToEngine(message)).toBeUndefined();
  });

  test.each([
    ['a state of another shape', { kind: 'state', state: { ...OFF, settings: {} } }],
    ['an error nobody knows', { kind: 'answer', id: 1, outcome: { ok: false, error: { code: 'x' } } }],
    ['more items than a stream holds', { kind: 'items', id: 1, items: Array(601).fill(0) }],
  ])('%s is refused, too', (_, message) => {
    expect(readToShell(message)).toBeUndefined();
  });
});
