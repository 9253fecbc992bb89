import { expect, test } from 'vitest';
import { createInvitations } from './invitations.ts';

test('what waits is handed over once, to the first that listens', () => {
  const invitations = createInvitations();
  invitations.propose('a');
  invitations.propose('b');
  const first: string[] = [];
  const second: string[] = [];
  const stop = invitations.watch((text) => first.push(text));
  invitations.watch((text) => second.push(text));
  expect([first, second]).toEqual([['a', 'b'], []]);
  invitations.propose('c');
  expect([first, second]).toEqual([['a', 'b'], ['c']]);
  stop();
  invitations.propose('d');
  expect(second).toEqual(['c', 'd']);
});

test('a flood of links pushes out the oldest', () => {
  const invitations = createInvitations();
  for (let index = 0; index < 100; index++) invitations.propose(String(index));
  const heard: string[] = [];
  invitations.watch((text) => heard.push(text));
  expect(heard).toEqual(['92', '93', '94', '95', '96', '97', '98', '99']);
});
