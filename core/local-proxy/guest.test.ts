import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { turns } from '../testing/event-loop.ts';
import { inTurns } from './guest.ts';
import { failingDialer } from './harness.ts';

const target = { host: 'g.whatsapp.net', port: 443 };
const dialer = failingDialer('connection_refused');
const { signal } = new AbortController();

test('what phones begin at once waits for its turn, and goes on whether or not a dial succeeds', async () => {
  const open: ((isWell: boolean) => void)[] = [];
  const dial = inTurns(
    () =>
      new Promise((resolve, reject) => {
        open.push((isWell) => (isWell ? resolve(new PassThrough()) : reject(new Error('refused'))));
      }),
  );
  const over = Array.from({ length: 60 }, () =>
    dial(dialer, target, { signal }).then(
      () => true,
      () => false,
    ),
  );
  await turns(2);
  expect(open).toHaveLength(48);
  for (const [at, end] of open.splice(0).entries()) end(at % 2 === 0);
  await turns(2);
  expect(open).toHaveLength(12);
  for (const end of open) end(true);
  expect((await Promise.all(over)).filter((isWell) => isWell)).toHaveLength(24 + 12);
});

test('a phone that leaves while it waits is not dialled for', async () => {
  let dials = 0;
  const dial = inTurns(() => {
    dials += 1;
    return new Promise(() => undefined);
  });
  for (let at = 0; at < 48; at++) void dial(dialer, target, { signal });
  const leaving = new AbortController();
  const waiting = dial(dialer, target, { signal: leaving.signal });
  await turns(2);
  leaving.abort(new Error('left'));
  await expect(waiting).rejects.toThrow('left');
  expect(dials).toBe(48);
});
