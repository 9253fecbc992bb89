import { expect, test } from 'vitest';
import { setAtLogin } from './at-login.ts';

test.each([true, false])('starting at login is set (%s) and said', async (on) => {
  const did: unknown[] = [];
  const startAtLogin = { isOn: async () => !on, set: async (next: boolean) => void did.push(next) };
  await setAtLogin(startAtLogin, on, { value: (json, text) => did.push(json, /starts|start by/.test(text)) });
  expect(did).toEqual([on, { on }, true]);
});

test('a list that cannot be written is a failure in words', async () => {
  const startAtLogin = { isOn: async () => false, set: () => Promise.reject(new Error('EROFS')) };
  const value = () => expect.fail('nothing was done');
  await expect(setAtLogin(startAtLogin, true, { value })).rejects.toThrow('cannot be changed');
});
