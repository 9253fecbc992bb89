import { expect, test } from 'vitest';
import { blocked, messenger, proven, trying, untried, WAYS_OUT } from '../gallery/fixtures.ts';
import { mainPurpose, partsOf, standingOf } from './standing.ts';

const { plain, shape } = WAYS_OUT;

test('only what was proven is said to work', () => {
  expect(standingOf(proven('chat', shape, 3))).toBe('works');
  expect(standingOf(trying('chat', shape))).toBe('searching');
  expect(standingOf(blocked('chat', { cause: 'ip-blocked' }))).toBe('blocked');
  expect(standingOf(untried('chat'))).toBe('idle');
  expect(standingOf({ ...untried('chat'), verdict: { state: 'reachable', findings: [] } })).toBe('idle');
  expect(standingOf({ ...untried('chat'), verdict: { state: 'unknown', findings: [] } })).toBe('blocked');
});

test('pictures that only answered are not said to work', () => {
  const media = proven('media', shape, 3);
  const answers = { ...media, route: media.route && { ...media.route, proof: 'dialogue' as const } };
  expect([standingOf(media), standingOf(answers)]).toEqual(['works', 'answers']);
});

test('calls are never promised, and always told last', () => {
  const one = messenger('whatsapp', 'works', [untried('calls'), proven('chat', plain, 1)]);
  expect(partsOf(one)).toEqual([
    { purpose: 'chat', standing: 'works' },
    { purpose: 'calls', standing: 'calls-not' },
  ]);
  expect(partsOf(messenger('signal', 'works', [proven('chat', plain, 1)])).at(-1)).toEqual({
    purpose: 'calls',
    standing: 'calls-not',
  });
});

test('the story is told of what has a way, else of what comes first', () => {
  const web = proven('web', shape, 3);
  const one = messenger('whatsapp', 'partly', [blocked('chat', { cause: 'ip-blocked' }), web]);
  expect(mainPurpose(one)).toBe(web);
  expect(mainPurpose(messenger('x', 'blocked', [untried('chat')]))?.purpose).toBe('chat');
  expect(mainPurpose(messenger('x', 'idle', []))).toBeUndefined();
});
