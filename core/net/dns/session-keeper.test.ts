import { afterEach, describe, expect, it } from 'vitest';
import { NetError } from '../../model/failure.ts';
import { createDeferred, type Deferred } from '../../testing/deferred.ts';
import { createFakeClock, settle } from '../../testing/fake-clock.ts';
import { createSeededRandom } from '../../testing/seeded-random.ts';
import { buildQuery } from './query.ts';
import type { DnsSession, OpenSession } from './session.ts';
import { createSessionKeeper } from './session-keeper.ts';

const unending = () => new AbortController().signal;
const query = buildQuery('web.example', 4, { random: createSeededRandom(), channel: 'encrypted' });

interface ManualSession extends DnsSession {
  readonly answers: Deferred<Uint8Array>[];
  readonly holds: boolean[];
  die(): void;
}

function createManualSession(): ManualSession {
  const answers: Deferred<Uint8Array>[] = [];
  const holds: boolean[] = [];
  let closed = false;
  const end = () => {
    closed = true;
    for (const answer of answers) answer.reject(new NetError('resolve', 'eof_error'));
  };
  return {
    answers,
    holds,
    exchange(_query, until) {
      const answer = createDeferred<Uint8Array>();
      until.addEventListener('abort', () => answer.reject(until.reason));
      answers.push(answer);
      return answer.promise;
    },
    isClosed: () => closed,
    hold: (alive) => holds.push(alive),
    close: end,
    die: end,
  };
}

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

function setUp(idleMs = 10_000) {
  const clock = createFakeClock();
  const sessions: ManualSession[] = [];
  const opened: AbortSignal[] = [];
  const open: OpenSession = async (options) => {
    opened.push(options.signal);
    await settle();
    const session = createManualSession();
    sessions.push(session);
    return session;
  };
  const keeper = createSessionKeeper({ open, clock, idleMs, patienceMs: 1_500 });
  closers.push(keeper.close);
  const ask = (until = unending()) => keeper.exchange(query, { signal: until });
  /** One question asked and answered, so that a session is kept. */
  const warmUp = async () => {
    const answer = ask();
    await settle();
    await settle();
    sessions.at(-1)?.answers[0]?.resolve(Uint8Array.of(1));
    await answer;
  };
  return { clock, sessions, opened, keeper, ask, warmUp };
}

describe('the session keeper', () => {
  it('opens one session for all who ask at once and those who ask later', async () => {
    const { sessions, ask } = setUp();
    const together = Promise.all([ask(), ask()]);
    await settle();
    await settle();
    for (const answer of sessions[0]?.answers ?? []) answer.resolve(Uint8Array.of(1));
    await together;
    expect(sessions).toHaveLength(1);
    const later = ask();
    sessions[0]?.answers[2]?.resolve(Uint8Array.of(2));
    expect(await later).toEqual(Uint8Array.of(2));
    expect(sessions).toHaveLength(1);
  });

  it('lets go of the process while idle and holds it while busy', async () => {
    const { sessions, ask, warmUp } = setUp();
    await warmUp();
    expect(sessions[0]?.holds.at(-1)).toBe(false);
    const busy = ask();
    expect(sessions[0]?.holds.at(-1)).toBe(true);
    sessions[0]?.answers[1]?.resolve(Uint8Array.of(1));
    await busy;
    expect(sessions[0]?.holds.at(-1)).toBe(false);
  });

  it('closes a session that stays idle', async () => {
    const { sessions, warmUp } = setUp(20);
    await warmUp();
    expect(sessions[0]?.isClosed()).toBe(false);
    await expect.poll(() => sessions[0]?.isClosed()).toBe(true);
  });

  it('replaces a session that died while idle', async () => {
    const { sessions, warmUp } = setUp();
    await warmUp();
    sessions[0]?.die();
    await warmUp();
    expect(sessions).toHaveLength(2);
  });

  it('asks again on a new session when the old one dies under the question', async () => {
    const { sessions, ask, warmUp } = setUp();
    await warmUp();
    const answer = ask();
    sessions[0]?.die();
    await settle();
    await settle();
    sessions[1]?.answers[0]?.resolve(Uint8Array.of(7));
    expect(await answer).toEqual(Uint8Array.of(7));
  });

  it('asks again on a new session when the old one stays silent beyond patience', async () => {
    const { clock, sessions, ask, warmUp } = setUp();
    await warmUp();
    const answer = ask();
    await clock.advance(1_500);
    await settle();
    expect(sessions[0]?.isClosed()).toBe(true);
    sessions[1]?.answers[0]?.resolve(Uint8Array.of(7));
    expect(await answer).toEqual(Uint8Array.of(7));
  });

  it('does not ask a third time', async () => {
    const { sessions, ask, warmUp } = setUp();
    await warmUp();
    const answer = ask();
    answer.catch(() => undefined);
    sessions[0]?.die();
    await settle();
    await settle();
    sessions[1]?.die();
    await expect(answer).rejects.toThrow('eof_error');
    expect(sessions).toHaveLength(2);
  });

  it('aborts the opening when all who wait for it have gone', async () => {
    const { opened, ask } = setUp();
    const leavers = [new AbortController(), new AbortController()];
    const left = leavers.map((leaver) => ask(leaver.signal));
    for (const leaver of leavers) leaver.abort(new Error('gone'));
    for (const each of left) await expect(each).rejects.toThrow('gone');
    expect(opened).toHaveLength(1);
    expect(opened[0]?.aborted).toBe(true);
  });

  it('keeps a session alive for the others when one question is aborted', async () => {
    const { sessions, ask, warmUp } = setUp();
    await warmUp();
    const leaver = new AbortController();
    const left = ask(leaver.signal);
    const stays = ask();
    leaver.abort(new Error('gone'));
    await expect(left).rejects.toThrow('gone');
    sessions[0]?.answers[2]?.resolve(Uint8Array.of(3));
    expect(await stays).toEqual(Uint8Array.of(3));
    expect(sessions[0]?.isClosed()).toBe(false);
  });

  it('opens anew after close', async () => {
    const { sessions, keeper, warmUp } = setUp();
    await warmUp();
    keeper.close();
    expect(sessions[0]?.isClosed()).toBe(true);
    await warmUp();
    expect(sessions).toHaveLength(2);
  });
});
