import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { isAlive, ownMark } from './process.ts';

test('this process is alive', async () => {
  expect(await isAlive(ownMark(Date.now()), Date.now())).toBe(true);
});

test('one that has ended is not', async () => {
  const child = spawn(process.execPath, ['-e', '']);
  const mark = { id: child.pid ?? 0, startedAt: Date.now() };
  await once(child, 'exit');
  expect(await isAlive(mark, Date.now())).toBe(false);
});

test('one of before the computer was started is not, whoever has its id now', async () => {
  expect(await isAlive({ id: process.pid, startedAt: 0 }, Date.now())).toBe(false);
});

test.runIf(process.platform === 'linux')('another process with the same id is not taken for it', async () => {
  const mark = ownMark(Date.now());
  expect(await isAlive({ ...mark, startedAt: mark.startedAt + 60_000 }, Date.now())).toBe(false);
});
