import { describe, expect, test } from 'vitest';
import type { State, StreamItem } from '../contract/state.ts';
import { OFF, ON, SEARCHING } from '../contract/testing.ts';
import { settle } from '../testing/fake-clock.ts';
import type { LinkOptions } from './connect.ts';
import { setUp } from './connect-harness.ts';

const state = (of: State) => ({ kind: 'state', state: of });
const answer = (id: number, value: unknown = null) => ({ kind: 'answer', id, outcome: { ok: true, value } });

describe('a shell’s hold of an engine', () => {
  test('begins with “starting” and hands on each state, to who comes later the last one', async () => {
    const { link, states, say } = setUp();
    await say(state(OFF), state(SEARCHING), { kind: 'state', state: { phase: 'dancing' } });
    expect(states).toEqual([{ phase: 'starting' }, OFF, SEARCHING]);
    const later: State[] = [];
    const stop = link.watchState((now) => later.push(now));
    stop();
    await say(state(ON));
    expect(later).toEqual([SEARCHING]);
  });

  test('a network’s script is run by a shell that can, and by nobody else (C11)', async () => {
    const question = { kind: 'find-proxy', id: 3, script: 'http://wpad/wpad.dat', url: 'https://a.example/' };
    const answersOf = async (findProxy?: LinkOptions['findProxy']) => {
      const { say, heard } = setUp(findProxy && { findProxy });
      await say(question);
      return heard();
    };
    const said = (answer: string | null) => [{ kind: 'proxy-found', id: 3, answer }];
    expect(await answersOf(async (script, url) => `${script} ${url}`)).toEqual(
      said('http://wpad/wpad.dat https://a.example/'),
    );
    expect(await answersOf(async () => fail(new Error('no such script')))).toEqual(said(null));
    expect(await answersOf()).toEqual(said(null));
  });

  test('a call is answered by the answer of its number, checked', async () => {
    const { link, say, heard } = setUp();
    const first = link.call('shareWay', { id: 'server:1' });
    const second = link.call('shareWay', { id: 'server:2' });
    await settle();
    expect(heard()).toMatchObject([{ id: 0, command: 'shareWay' }, { id: 1 }]);
    await say(answer(7), answer(1, { link: 7 }), answer(0, { link: 'socks5://a:1' }), answer(0));
    expect(await first).toEqual({ ok: true, value: { link: 'socks5://a:1' } });
    expect(await second).toEqual({ ok: false, error: { code: 'internal' } });
  });

  test('arguments that do not fit are not sent (W5)', async () => {
    const { link, heard } = setUp();
    expect(await link.call('nameWay', { id: 'a b', name: '' })).toEqual({
      ok: false,
      error: { code: 'bad-arguments' },
    });
    await settle();
    expect(heard()).toEqual([]);
  });

  test('a call that nobody answers ends by its deadline, which for a test of a way is longer', async () => {
    const { link, clock } = setUp();
    const outcomes: string[] = [];
    link.call('shareWay', { id: 'a' }).then((outcome) => outcomes.push(`share ${outcome.ok}`), fail);
    link.call('testWay', { id: 'a' }).then((outcome) => outcomes.push(`test ${outcome.ok}`), fail);
    await clock.advance(10_000);
    expect(outcomes).toEqual(['share false']);
    await clock.advance(230_000);
    expect(outcomes).toEqual(['share false', 'test false']);
    expect(clock.sleepers()).toBe(0);
  });

  test('more than 128 calls at once are too many', async () => {
    const { link } = setUp();
    const calls = Array.from({ length: 129 }, () => link.call('shareWay', { id: 'a' }));
    expect(await calls.at(-1)).toEqual({ ok: false, error: { code: 'too-many' } });
  });
});

describe('an engine that ends unasked', () => {
  test('is lost, started again after a moment, and calls it owed are told so (W6)', async () => {
    const { link, say, die, phases, states, clock, spawned } = setUp();
    await say(state(OFF));
    const call = link.call('shareWay', { id: 'a' });
    die();
    expect(await call).toEqual({ ok: false, error: { code: 'engine-lost' } });
    expect(states.at(-1)).toMatchObject({ phase: 'lost', attempt: 1, messengers: [{ name: 'WhatsApp' }] });
    expect(await link.call('shareWay', { id: 'a' })).toEqual({ ok: false, error: { code: 'engine-lost' } });
    await clock.advance(249);
    expect(spawned()).toBe(1);
    await clock.advance(1);
    expect(spawned()).toBe(2);
    await say(state(OFF));
    expect(phases()).toEqual(['starting', 'off', 'lost', 'off']);
  });

  test('connects again where it was connected, and nobody sees it off meanwhile (W6)', async () => {
    const { say, die, phases, heard, clock } = setUp();
    await say(state(OFF), state(SEARCHING), state(ON));
    die();
    await clock.advance(250);
    await say(state(OFF));
    expect(heard()).toMatchObject([{ kind: 'call', command: 'connect' }]);
    await say(state(SEARCHING), answer(0), state(ON));
    expect(phases()).toEqual(['starting', 'off', 'searching', 'on', 'lost', 'searching', 'on']);
  });

  test('stays off where connecting again is refused', async () => {
    const { say, die, phases, clock } = setUp();
    await say(state(SEARCHING));
    die();
    await clock.advance(250);
    await say(state(OFF));
    await say({ kind: 'answer', id: 0, outcome: { ok: false, error: { code: 'internal' } } });
    expect(phases()).toEqual(['starting', 'searching', 'lost', 'off']);
  });

  test('does not connect again where the person had disconnected', async () => {
    const { say, die, heard, clock } = setUp();
    await say(state(ON), state({ ...OFF, phase: 'stopping' }));
    die();
    await clock.advance(250);
    await say(state(OFF));
    expect(heard()).toEqual([]);
  });

  test('that dies again while it comes back connects on the next try', async () => {
    const { say, die, heard, phases, clock } = setUp();
    await say(state(ON));
    die();
    await clock.advance(250);
    await say(state(OFF));
    die();
    await clock.advance(500);
    await say(state(OFF));
    expect(heard()).toMatchObject([{ command: 'connect' }]);
    expect(phases()).toEqual(['starting', 'on', 'lost', 'lost']);
  });

  test('five times within a minute has failed; connect tries once more (W6)', async () => {
    const { link, say, die, states, clock, spawned } = setUp();
    await say(state(OFF));
    for (const pause of [250, 500, 1000, 2000, 0]) {
      die();
      await clock.advance(pause);
    }
    expect(states.at(-1)).toMatchObject({ phase: 'failed', code: 'engine-keeps-ending' });
    await clock.advance(120_000);
    expect(spawned()).toBe(5);
    const connecting = link.call('connect', {});
    expect([spawned(), states.at(-1)?.phase]).toEqual([6, 'starting']);
    await say(answer(0), state(SEARCHING));
    expect([(await connecting).ok, states.at(-1)?.phase]).toEqual([true, 'searching']);
  });

  test('before its first word leaves the shell starting', async () => {
    const { die, phases, clock, spawned } = setUp();
    die();
    await clock.advance(250);
    expect([phases(), spawned()]).toEqual([['starting', 'starting'], 2]);
  });

  test('that cannot even be spawned has failed after five tries', async () => {
    const { states, clock, spawned } = setUp({ failsToSpawn: () => true });
    await clock.advance(10_000);
    expect([spawned(), states.at(-1)?.phase]).toEqual([5, 'failed']);
  });
});

test('an engine that cannot begin for broken data has failed at once, and is not started again (W6)', async () => {
  const { say, states, spawned, isKilled, clock } = setUp();
  await say({ kind: 'cannot-start', code: 'broken-data', message: 'controls.json: not JSON' });
  expect(states.at(-1)).toEqual({ phase: 'failed', code: 'broken-data', message: 'controls.json: not JSON' });
  await clock.advance(60_000);
  expect([spawned(), isKilled()]).toEqual([1, true]);
});

test('where no engine starts the shell erases by itself, and an engine that is there does it otherwise (S3)', async () => {
  let isGone = false;
  let asked = 0;
  const eraseAlone = async () => {
    asked += 1;
    return isGone;
  };
  const { link, say, heard } = setUp({ eraseAlone });
  await say(state(OFF));
  const withEngine = link.call('eraseEverything', {});
  await say(answer(0));
  expect([(await withEngine).ok, asked]).toEqual([true, 0]);
  expect(heard()).toMatchObject([{ command: 'eraseEverything' }]);
  await say({ kind: 'cannot-start', code: 'cannot-open', message: 'no folder' });
  expect(await link.call('eraseEverything', {})).toEqual({ ok: false, error: { code: 'cannot-save' } });
  isGone = true;
  expect(await link.call('eraseEverything', {})).toEqual({ ok: true, value: null });
  expect(asked).toBe(2);
});

describe('streams', () => {
  const line = (text: string): StreamItem<'log'> => ({ at: 1, level: 'info', code: 'x', text });

  test('reach who watches them, over a restart as well, without what does not fit', async () => {
    const { link, say, die, heard, clock } = setUp();
    const texts: string[] = [];
    const stop = link.watchStream('log', (items) => texts.push(...items.map(({ text }) => text)));
    await settle();
    expect(heard()).toEqual([{ kind: 'watch', id: 0, stream: 'log' }]);
    await say({ kind: 'items', id: 0, items: [line('one'), { text: 'no line' }] });
    die();
    await clock.advance(250);
    await settle();
    expect(heard()).toEqual([{ kind: 'watch', id: 0, stream: 'log' }]);
    await say({ kind: 'items', id: 0, items: [line('two')] });
    stop();
    await say({ kind: 'items', id: 0, items: [line('three')] });
    expect(texts).toEqual(['one', 'two']);
    await settle();
    expect(heard().at(-1)).toEqual({ kind: 'unwatch', id: 0 });
  });
});

describe('closing', () => {
  test('asks the engine to end, and starts none again', async () => {
    const { link, say, die, heard, spawned, clock } = setUp();
    await say(state(ON));
    const closing = link.close();
    await settle();
    expect(heard()).toEqual([{ kind: 'end' }]);
    die();
    await closing;
    await clock.advance(60_000);
    expect(spawned()).toBe(1);
    expect(clock.sleepers()).toBe(0);
  });

  test('does not wait for one that hangs', async () => {
    const { link, isKilled, clock } = setUp();
    const closing = link.close();
    await clock.advance(8000);
    await closing;
    expect(isKilled()).toBe(true);
  });

  test('while it is lost ends the tries', async () => {
    const { link, die, spawned, clock } = setUp();
    die();
    await link.close();
    await clock.advance(60_000);
    expect(spawned()).toBe(1);
  });
});

function fail(error: unknown): never {
  throw error;
}
