import { expect, test } from 'vitest';
import { CommandError } from './exit-codes.ts';
import { leave } from './leave.ts';

test('who leaves is told that the program can be removed, or that it cannot yet', async () => {
  const said: string[] = [];
  const printer = { value: (_: unknown, text: string) => void said.push(text) };
  await leave(async () => undefined, printer);
  expect(said).toEqual(['Nothing of Footbridge starts when you log in. It can be removed now.\n']);
  await expect(leave(() => Promise.reject(new Error('full')), printer)).rejects.toThrow(CommandError);
  expect(said).toHaveLength(1);
});
