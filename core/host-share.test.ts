import { expect, test } from 'vitest';
import { SHARE_OFF, type ShareView } from './contract.ts';
import { DONE, place, startEngine, withOwnFolder } from './testing/window.ts';

withOwnFolder();

const WRONG_PHASE = { ok: false, error: { code: 'wrong-phase' } };

test('phones are asked about while on alone, and nothing is shared where neither WhatsApp nor Telegram is used (H1)', async () => {
  const { engine, phase, is } = startEngine([{ messenger: 'open', purpose: 'chat', port: await place() }]);
  let share: ShareView = SHARE_OFF;
  engine.watchState((state) => {
    if ('share' in state) share = state.share;
  });
  await is(() => phase() === 'off');
  expect(await engine.call('sharePhones', { on: true, isSure: true, keep: false })).toEqual(WRONG_PHASE);
  expect(await engine.call('phoneLink', {})).toEqual(WRONG_PHASE);
  expect(await engine.call('blockDevice', { id: 1, on: true })).toEqual(WRONG_PHASE);

  await engine.call('connect', {});
  await is(() => phase() === 'on');
  expect(await engine.call('sharePhones', { on: true, isSure: false, keep: false })).toEqual(DONE);
  await is(() => share.is === 'asking');
  expect(share).toEqual({ is: 'asking', reason: 'new-network' });
  expect(await engine.call('sharePhones', { on: true, isSure: true, keep: false })).toEqual(DONE);
  await is(() => share.is === 'off');
  // A computer without a private network says that first.
  expect(share).toMatchObject({ problem: expect.stringMatching(/^no-(messenger|network)$/) });
  expect(await engine.call('blockDevice', { id: 1, on: true })).toMatchObject({
    error: { code: 'not-found' },
  });
  expect(await engine.call('phoneLink', {})).toEqual(WRONG_PHASE);

  await engine.call('disconnect', {});
  await is(() => phase() === 'off');
  expect(share).toEqual(SHARE_OFF);
});
