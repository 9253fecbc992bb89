import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createDeferred } from '../../testing/deferred.ts';
import { inTurn } from './turns.ts';

let home = '';
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'footbridge-turns-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const never = new AbortController().signal;
const turn = <T>(work: () => Promise<T>, ahead = 0) =>
  inTurn(home, { now: () => Date.now() + ahead, signal: never }, work);
const done = async () => 'done';
const leave = (holder: unknown) => writeFileSync(join(home, 'changed.lock'), JSON.stringify(holder));

test('one after the other, and nothing is left (C7)', async () => {
  const first = createDeferred<string>();
  const order: string[] = [];
  const began = createDeferred<void>();
  const one = turn(async () => {
    began.resolve();
    order.push(await first.promise);
  });
  await began.promise;
  const two = turn(async () => void order.push('two'));
  first.resolve('one');
  await Promise.all([one, two]);
  expect(order).toEqual(['one', 'two']);
  expect(readdirSync(home)).toEqual([]);
});

test('who was killed in their turn has none any more (C7)', async () => {
  const child = spawn(process.execPath, ['-e', '']);
  await once(child, 'exit');
  leave({ id: child.pid, ticks: null });
  expect(await turn(done)).toBe('done');
  expect(readdirSync(home)).toEqual([]);
});

test('another process with the id of one that was killed has no turn, and neither has an earlier one with ours', async () => {
  for (const id of [process.ppid, process.pid]) {
    leave({ id, ticks: 1 });
    expect(await turn(done)).toBe('done');
  }
});

test('a turn that takes longer than any work is over, also by a clock that was set back', async () => {
  for (const ahead of [120_000, -120_000]) {
    leave({ id: process.ppid, ticks: null });
    expect(await turn(done, ahead)).toBe('done');
  }
});

test('who puts back does not wait for ever', async () => {
  leave({ id: process.ppid, ticks: null });
  expect(await inTurn(home, { now: Date.now, signal: never, patienceMs: 0 }, done)).toBe('done');
  expect(readdirSync(home)).toEqual(['changed.lock']);
});

test('while somebody else has it, waiting can be called off', async () => {
  leave({ id: process.ppid, ticks: null });
  const waiting = new AbortController();
  const mine = inTurn(home, { now: Date.now, signal: waiting.signal }, done);
  waiting.abort(new Error('called off'));
  await expect(mine).rejects.toThrow();
  expect(readdirSync(home)).toEqual(['changed.lock']);
});

test('where the home cannot be written there are no turns, and the work is done', async () => {
  writeFileSync(join(home, 'file'), '');
  const nowhere = join(home, 'file', 'home');
  expect(await inTurn(nowhere, { now: Date.now, signal: never }, done)).toBe('done');
});
