import { expect, test } from 'vitest';
import type { PurposeState, State } from '../core/contract.ts';
import english from '../resources/locales/en/shell.json' with { type: 'json' };
import { createNoticeLimit, createNoticeWatch } from './notices.ts';
import { createNotifier } from './notifier.ts';
import { stateOf } from './testing/states.ts';
import { createWords } from './words.ts';

const used = ['whatsapp'];

test('a way that is found, a messenger that is used again, one that is lost: each is told once (E8)', () => {
  const watch = createNoticeWatch();
  expect(watch(stateOf('searching', { whatsapp: 'searching' }))).toEqual([]);
  expect(watch(stateOf('searching', { whatsapp: 'works' }))).toEqual([
    { kind: 'found', names: ['Whatsapp'] },
  ]);
  expect(watch(stateOf('on', { whatsapp: 'works' }))).toEqual([]);
  expect(watch(stateOf('on', { whatsapp: 'works' }, { used }))).toEqual([
    { kind: 'back', names: ['Whatsapp'] },
  ]);
  expect(watch(stateOf('on', { whatsapp: 'searching' }, { used }))).toEqual([]);
  expect(watch(stateOf('on', { whatsapp: 'blocked' }, { used }))).toEqual([
    { kind: 'lost', names: ['Whatsapp'] },
  ]);
  expect(watch(stateOf('on', { whatsapp: 'partly' }, { used }))).toEqual([
    { kind: 'back', names: ['Whatsapp'] },
  ]);
});

/** WhatsApp goes the direct way, and nothing of it is blocked. */
function notBlocked(): State {
  const state = stateOf('on', { whatsapp: 'works' });
  if (!('messengers' in state)) return state;
  const direct: PurposeState = {
    ...{ purpose: 'chat', trying: null, verdict: { state: 'reachable', findings: [] } },
    route: {
      ...{ transport: { text: 'system', kind: 'plain', resolver: null, servers: [] } },
      ...{ seconds: 1, proof: 'bulk' },
    },
  };
  return { ...state, messengers: state.messengers.map((one) => ({ ...one, purposes: [direct] })) };
}

test('what nothing blocks is no news, unless it was blocked before or gets blocked', () => {
  const watch = createNoticeWatch();
  expect(watch(notBlocked())).toEqual([]);
  expect(watch(stateOf('on', { whatsapp: 'works' }))).toEqual([{ kind: 'found', names: ['Whatsapp'] }]);
  expect(watch(stateOf('on', { whatsapp: 'blocked' }))).toEqual([{ kind: 'lost', names: ['Whatsapp'] }]);
  expect(watch(notBlocked())).toEqual([{ kind: 'back', names: ['Whatsapp'] }]);
});

test('one that never had a way is not called lost, and one nobody chose is not news', () => {
  const watch = createNoticeWatch();
  expect(watch(stateOf('on', { whatsapp: 'blocked' }))).toEqual([]);
  expect(watch(stateOf('on', { signal: 'works' }, { chosen: false }))).toEqual([]);
});

test('what the person switches off is no news, and the next time is told again (E8)', () => {
  const watch = createNoticeWatch();
  watch(stateOf('on', { whatsapp: 'works' }));
  expect(watch(stateOf('stopping', { whatsapp: 'idle' }))).toEqual([]);
  expect(watch(stateOf('off', { whatsapp: 'blocked' }))).toEqual([]);
  expect(watch(stateOf('on', { whatsapp: 'works' }))).toHaveLength(1);
});

test('an engine that is lost and comes back is no news of the messengers', () => {
  const watch = createNoticeWatch();
  watch(stateOf('on', { whatsapp: 'works' }, { used }));
  expect(watch(stateOf('lost', { whatsapp: 'idle' }))).toEqual([]);
  expect(watch(stateOf('searching', { whatsapp: 'searching' }))).toEqual([]);
  expect(watch(stateOf('on', { whatsapp: 'works' }))).toEqual([]);
  expect(watch(stateOf('on', { whatsapp: 'works' }, { used }))).toEqual([]);
});

test('the same is told once a minute at most, and twelve things an hour (E8)', () => {
  let now = 0;
  const may = createNoticeLimit(() => now);
  const lost = { kind: 'lost', names: ['A'] } as const;
  expect([may(lost), may(lost), may({ kind: 'back', names: ['A'] })]).toEqual([true, false, true]);
  now = 60_000;
  expect(may(lost)).toBe(true);
  const told = Array.from({ length: 50 }, (_, index) => may({ kind: 'back', names: [`${index}`] }));
  expect(told.filter(Boolean)).toHaveLength(9);
  now = 2 * 3_600_000;
  expect(may(lost)).toBe(true);
});

test('after an outage that was confirmed, what works again is told; one of a moment is no news (E8)', () => {
  const out = (isConfirmed: boolean) => {
    const state = stateOf('on', { whatsapp: 'waiting' }, { used });
    const outage = { since: 0, looks: 2, isConfirmed };
    return 'network' in state ? { ...state, network: { cause: 'shutdown', outage } as const } : state;
  };
  const watch = createNoticeWatch();
  watch(stateOf('on', { whatsapp: 'works' }, { used }));
  expect(watch(out(false))).toEqual([]);
  expect(watch(stateOf('on', { whatsapp: 'works' }, { used }))).toEqual([]);
  expect(watch(out(true))).toEqual([]);
  expect(watch(stateOf('on', { whatsapp: 'works' }, { used }))).toEqual([
    { kind: 'back', names: ['Whatsapp'] },
  ]);
});

test('only who does not look is told, and where we pass for notes without a name', () => {
  const shown: unknown[] = [];
  let isWatched = false;
  let isPlain = false;
  const notify = createNotifier({
    show: (options) => shown.push(options),
    isWatched: () => isWatched,
    words: () => createWords('en', english, english),
    isPlain: () => isPlain,
    now: () => 0,
  });
  notify(stateOf('on', { whatsapp: 'works', signal: 'works' }));
  notify(stateOf('on', { whatsapp: 'works', signal: 'works' }, { used }));
  isWatched = true;
  notify(stateOf('on', { whatsapp: 'blocked', signal: 'works' }));
  // What was seen is no news afterwards, however often the state is told again.
  isWatched = false;
  notify(stateOf('on', { whatsapp: 'blocked', signal: 'works' }));
  isPlain = true;
  notify(stateOf('on', { whatsapp: 'works', signal: 'works' }));
  expect(shown).toEqual([
    { title: 'Way found: Whatsapp and Signal', body: english.foundBody },
    { title: 'Whatsapp is back', body: english.backBody },
    { title: 'Notes', body: english.plainNews },
  ]);
});
