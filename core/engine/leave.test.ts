import { expect, test } from 'vitest';
import { leaveLogin } from './leave.ts';

test('before Footbridge is removed, nothing of it stays in the list of what starts at login', async () => {
  const removed: string[] = [];
  await leaveLogin({ remove: async (id) => void removed.push(id) });
  expect(removed).toEqual(['footbridge-page', 'footbridge-connect']);
  await expect(leaveLogin({ remove: () => Promise.reject(new Error('read-only')) })).rejects.toThrow(
    'read-only',
  );
});
