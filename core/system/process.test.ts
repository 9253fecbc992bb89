import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { isAlive, isRunning, ownMark, ownRun } from './process.ts';

test('this process is alive', async () => {
  expect(await isAlive(ownMark(Date.now()), Date.now())).toBe(true);
  expect(await isRunning(await ownRun())).toBe(true);
});

test('one that has ended is not', async () => {
  const child = spawn(process.execPath, ['-e', '']);
  const mark = { id: child.pid ?? 0, startedAt: Date.now() };
  await once(child, 'exit');
  expect(await isAlive(mark, Date.now())).toBe(false);
  expect(await isRunning({ id: mark.id, ticks: null })).toBe(false);
});

test('one of before the computer was started is not, whoever has its id now', async () => {
  expect(await isAlive({ id: process.pid, startedAt: 0 }, Date.now())).toBe(false);
});

const onLinux = test.runIf(process.platform === 'linux');

onLinux('another process with the same id is not taken for it', async () => {
  const mark = ownMark(Date.now());
  expect(await isAlive({ ...mark, startedAt: mark.startedAt + 60_000 }, Date.now())).toBe(false);
  const run = await ownRun();
  expect(await isRunning({ ...run, ticks: (run.ticks ?? 0) + 1 })).toBe(false);
});

onLinux('one that has ended, and that its parent has not asked for, is not', async () => {
  // The shell's child becomes a zombie: `exec` gives the shell's place to a program that asks for no child.
  const parent: ChildProcess = spawn('/bin/sh', ['-c', 'sleep 20 & echo $!; exec sleep 20'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [said]: unknown[] = parent.stdout === null ? [] : await once(parent.stdout, 'data');
  const id = Number(String(said));
  // Before that the shell itself would ask for it.
  await expect.poll(() => readFileSync(`/proc/${parent.pid}/comm`, 'utf8')).toBe('sleep\n');
  process.kill(id, 'SIGKILL');
  await expect.poll(() => isRunning({ id, ticks: null })).toBe(false);
  expect(() => process.kill(id, 0)).not.toThrow();
  parent.kill('SIGKILL');
});
