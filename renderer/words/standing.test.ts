import { expect, test } from 'vitest';
import { isOpen } from '../../core/contract.ts';
import { blocked, messenger, proven, trying, untried, WAYS_OUT } from '../gallery/fixtures.ts';
import { MIXED, OPEN, PARTLY, WORKING } from '../gallery/messengers.ts';
import { badgeOf, mainPurpose, partsOf, standingOf } from './standing.ts';

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
  const chat = proven('chat', shape, 1, { cause: 'sni-blocked' });
  const one = messenger('whatsapp', 'works', [untried('calls'), chat]);
  expect(partsOf(one)).toEqual([
    { purpose: 'chat', standing: 'works' },
    { purpose: 'calls', standing: 'calls-not' },
  ]);
  const noCalls = messenger('signal', 'works', [proven('chat', shape, 1, { cause: 'sni-blocked' })]);
  expect(partsOf(noCalls).at(-1)).toEqual({ purpose: 'calls', standing: 'calls-not' });
});

test('the story is told of what has a way, else of what comes first', () => {
  const web = proven('web', shape, 3);
  const one = messenger('whatsapp', 'partly', [blocked('chat', { cause: 'ip-blocked' }), web]);
  expect(mainPurpose(one)).toBe(web);
  expect(mainPurpose(messenger('x', 'blocked', [untried('chat')]))?.purpose).toBe('chat');
  expect(mainPurpose(messenger('x', 'idle', []))).toBeUndefined();
});

test('a way that was found is not said to be in use before its traffic was seen', () => {
  expect(WORKING.slice(0, 3).map(badgeOf)).toEqual(['in-use', 'found', 'open']);
  expect(PARTLY.slice(0, 3).map(badgeOf)).toEqual(['found', 'partly', 'blocked']);
  expect(MIXED.slice(0, 1).map(badgeOf)).toEqual(['partly-in-use']);
});

test('a messenger is as always only when all of it was measured and goes straight', () => {
  expect(OPEN.slice(0, 3).map(isOpen)).toEqual([true, true, true]);
  expect(MIXED.slice(0, 3).map(isOpen)).toEqual([false, false, false]);
  const unmeasured = { ...proven('web', plain, 1), verdict: null };
  expect(isOpen(messenger('whatsapp', 'works', [proven('chat', plain, 1), unmeasured]))).toBe(false);
  const callsBlocked = [proven('chat', plain, 1), blocked('calls', { cause: 'ip-blocked' })];
  expect(isOpen(messenger('whatsapp', 'works', callsBlocked))).toBe(false);
});

test('a messenger that goes straight by the network’s own proxy is as always', () => {
  const chat = proven('chat', WAYS_OUT['network-proxy'], 1);
  expect(isOpen(messenger('whatsapp', 'works', [chat]))).toBe(true);
});

test('calls of a messenger that is as always are not said to be lost', () => {
  expect(partsOf(messenger('signal', 'works', [proven('chat', plain, 1)])).at(-1)).toEqual({
    purpose: 'calls',
    standing: 'idle',
  });
});
