import { describe, expect, test } from 'vitest';
import { createFakeClock } from '../testing/fake-clock.ts';
import { type RunContext, type RunResult, race } from './race.ts';

interface Plan {
  readonly name: string;
  /** Milliseconds until it ends; undefined: only when cancelled. */
  readonly after?: number;
  readonly wins?: boolean;
  /** Milliseconds at which it shows progress. */
  readonly progressAt?: readonly number[];
  readonly favourite?: boolean;
}

function start(plans: readonly Plan[], signal = new AbortController().signal) {
  const clock = createFakeClock();
  const log: string[] = [];
  const waiting = [...plans];
  const run = async (plan: Plan, { signal: cancelled, progress }: RunContext): Promise<RunResult<string>> => {
    log.push(`${clock.monotonic()} ${plan.name}`);
    cancelled.addEventListener('abort', () => log.push(`${clock.monotonic()} ${plan.name} cancelled`));
    const started = clock.monotonic();
    for (const at of plan.progressAt ?? []) {
      await clock.sleep(started + at - clock.monotonic(), cancelled);
      progress();
    }
    await clock.sleep(plan.after === undefined ? 1e9 : started + plan.after - clock.monotonic(), cancelled);
    return plan.wins ? { won: true, value: plan.name } : { won: false };
  };
  let result: string | null | undefined;
  const late: string[] = [];
  const done = race<Plan, string>({
    next: () => waiting.shift(),
    run,
    isFavourite: ({ favourite }) => favourite ?? false,
    onLateFavourite: (value) => late.push(`${clock.monotonic()} ${value}`),
    clock,
    random: { bytes: (length) => new Uint8Array(length), uniform: () => 0 },
    signal,
  }).then((value) => {
    result = value;
    log.push(`${clock.monotonic()} → ${value}`);
    return value;
  });
  return { clock, log, late, done, result: () => result };
}

describe('race', () => {
  test('a candidate that goes on making progress is raced by nobody', async () => {
    const { clock, log } = start([
      { name: 'plain', progressAt: [60, 200, 400], after: 600, wins: true },
      { name: 'next', after: 10, wins: true },
    ]);
    await clock.advance(5000);
    expect(log).toEqual(['0 plain', '600 → plain']);
  });

  test('the next starts when the first has been quiet for a quarter of a second', async () => {
    const { clock, log } = start([{ name: 'silent' }, { name: 'next', after: 100, wins: true }]);
    await clock.advance(5000);
    expect(log).toEqual(['0 silent', '250 next', '350 silent cancelled', '350 → next']);
  });

  test('the next starts at once when the first fails', async () => {
    const { clock, log } = start([
      { name: 'refused', after: 40 },
      { name: 'next', after: 100, wins: true },
    ]);
    await clock.advance(5000);
    expect(log).toEqual(['0 refused', '40 next', '140 → next']);
  });

  test('a win waits for a favourite that still makes progress', async () => {
    const { clock, log } = start([
      { name: 'plain', progressAt: [100, 500, 700, 900], after: 1000, wins: true, favourite: true },
      { name: 'other', after: 200, wins: true },
    ]);
    await clock.advance(5000);
    expect(log.at(-1)).toBe('1000 → plain');
  });

  test('a win does not wait for a favourite that is quiet', async () => {
    const { clock, log } = start([
      { name: 'plain', favourite: true },
      { name: 'other', after: 200, wins: true },
    ]);
    await clock.advance(5000);
    expect(log).toContain('450 → other');
  });

  test('a quiet favourite that wins within three seconds replaces the winner', async () => {
    const { clock, log, late } = start([
      { name: 'plain', after: 3450, wins: true, favourite: true },
      { name: 'other', after: 200, wins: true },
    ]);
    await clock.advance(10_000);
    expect(log).toContain('450 → other');
    expect(late).toEqual(['3450 plain']);
  });

  test.each([
    ['wins later than that', { after: 3451, wins: true }],
    ['loses', { after: 1000, wins: false }],
  ])('a favourite that %s replaces nobody', async (_, plan) => {
    const { clock, late } = start([
      { name: 'plain', favourite: true, ...plan },
      { name: 'other', after: 200, wins: true },
    ]);
    await clock.advance(10_000);
    expect(late).toEqual([]);
  });

  test('a favourite still under way is ended by the signal, and replaces nobody then', async () => {
    const controller = new AbortController();
    const { clock, log, late } = start(
      [
        { name: 'plain', after: 1000, wins: true, favourite: true },
        { name: 'other', after: 200, wins: true },
      ],
      controller.signal,
    );
    await clock.advance(500);
    controller.abort(new Error('enough'));
    await clock.advance(10_000);
    expect(log).toContain('500 plain cancelled');
    expect(late).toEqual([]);
    expect(clock.sleepers()).toBe(0);
  });

  test('a win waits for a lively favourite at most three seconds', async () => {
    const lively = Array.from({ length: 60 }, (_, index) => 340 + index * 100);
    const { clock, log } = start([
      { name: 'plain', progressAt: lively, favourite: true },
      { name: 'other', after: 150, wins: true },
    ]);
    await clock.advance(10_000);
    expect(log.find((line) => line.endsWith('→ other'))).toBe('3400 → other');
  });

  test('it ends with null when everybody has lost', async () => {
    const { clock, result } = start([
      { name: 'a', after: 10 },
      { name: 'b', after: 10 },
    ]);
    await clock.advance(5000);
    expect(result()).toBeNull();
  });

  test('no more than eight run at the same time', async () => {
    const { clock, log } = start(Array.from({ length: 12 }, (_, index) => ({ name: `silent${index}` })));
    await clock.advance(10_000);
    expect(log).toHaveLength(8);
  });

  test('calling it off rejects with the reason and cancels everybody', async () => {
    const controller = new AbortController();
    const { clock, log, done } = start([{ name: 'silent' }], controller.signal);
    const ended = expect(done).rejects.toThrow('enough');
    await clock.advance(100);
    controller.abort(new Error('enough'));
    await ended;
    expect(log).toContain('100 silent cancelled');
  });
});
