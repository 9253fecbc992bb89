import { expect, test } from 'vitest';
import { blocked, messenger, proven, untried, WAYS_OUT } from '../gallery/fixtures.ts';
import { MIXED, OPEN, PARTLY, SEARCHING_EARLY, WAITING } from '../gallery/messengers.ts';
import { english } from '../testing/english.ts';
import { storyOf } from './story.ts';

const told = (one: Parameters<typeof storyOf>[1] | undefined) =>
  one === undefined ? [] : storyOf(english, one, []);

test('what goes straight is not told as the answer to what is hindered', () => {
  expect(told(MIXED[1])).toEqual([
    'Your provider hides Telegram’s address.',
    'We asked someone honest for its address.',
    'This is only about Telegram in the browser.',
  ]);
});

test('of several things that are hindered, one is told that a way was found for', () => {
  expect(told(MIXED[0])).toEqual([
    'Your provider hides WhatsApp’s address.',
    'We asked someone honest for its address.',
    'Messages are not blocked.',
  ]);
  const one = messenger('whatsapp', 'partly', [
    blocked('chat', { cause: 'ip-blocked' }),
    proven('web', WAYS_OUT.shape, 2, { cause: 'sni-blocked' }),
  ]);
  expect(told(one)).toEqual([
    'Your provider cuts the line when it sees WhatsApp’s name.',
    'We greet it in disguise.',
  ]);
});

test('what is hindered and has no way is told without a way', () => {
  const one = messenger('whatsapp', 'partly', [
    proven('chat', WAYS_OUT.plain, 1),
    blocked('media', { cause: 'frozen' }),
  ]);
  expect(told(one)).toEqual([
    'Your provider stops WhatsApp after the first few words.',
    'This is only about pictures.',
  ]);
});

test('what was hindered and goes straight all the same says so', () => {
  expect(told(MIXED[2])[1]).toBe('Right now it still gets through the direct way.');
});

test('where nothing is blocked it can be used as always', () => {
  expect(told(OPEN[0])).toEqual(['Nothing blocks WhatsApp here. You can use it as always.']);
});

test('a server has the name that the person gave it', () => {
  const way = {
    ...{ id: 'server:1', name: 'Aunt Vera', label: WAYS_OUT.server.text },
    ...{ hasPassword: true, addedAt: 0, list: null, last: null },
  };
  const story = PARTLY.slice(0, 1).map((one) => storyOf(english, one, [way]).join(' '));
  expect(story.join()).toContain('Aunt Vera');
  expect(story.join()).not.toContain('203.0.113.20');
});

test('nothing is told of what was not measured', () => {
  expect(told(WAITING[0])).toEqual([]);
  expect(told(SEARCHING_EARLY[0])).toEqual([]);
  expect(told(messenger('whatsapp', 'works', [untried('chat')]))).toEqual([]);
});
