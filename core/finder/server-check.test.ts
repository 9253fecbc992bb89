import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import type { HostPort } from '../model/address.ts';
import type { DialOptions } from '../model/dialer.ts';
import { NetError } from '../model/failure.ts';
import type { Transport } from '../model/transport.ts';
import { createFakeClock } from '../testing/fake-clock.ts';
import { createServerChecks } from './server-check.ts';

const target: HostPort = { host: 'web.example', port: 443 };
const trace = () => undefined;
const never = new AbortController().signal;

function server(dial: (target: HostPort, options: DialOptions) => Promise<PassThrough>): Transport {
  return { id: 'server:a', label: 'socks5://•••@198.51.100.7:1080', kind: 'server', dialer: { dial } };
}

function setUp(dial: (target: HostPort, options: DialOptions) => Promise<PassThrough>) {
  const clock = createFakeClock();
  const faults: string[] = [];
  const dialled: PassThrough[] = [];
  const ended = new AbortController();
  const checks = createServerChecks(
    clock,
    ({ id }, { failure }) => faults.push(`${id} ${failure}`),
    ended.signal,
  );
  const one = server(async (...args) => {
    const stream = await dial(...args);
    dialled.push(stream);
    return stream;
  });
  return {
    clock,
    faults,
    dialled,
    ended,
    check: (signal = never, port = target.port) => checks.check(one, { ...target, port }, { signal, trace }),
  };
}

describe('checking a person’s server', () => {
  test('one that lets us through has no fault, and the stream that showed it is closed', async () => {
    const { check, faults, dialled } = setUp(async () => new PassThrough());
    expect(await check()).toBeNull();
    expect(faults).toEqual([]);
    expect(dialled.map(({ destroyed }) => destroyed)).toEqual([true]);
  });

  test('one with wrong credentials is named once, however many searches ask (F7)', async () => {
    const { check, faults, dialled } = setUp(() =>
      Promise.reject(new NetError('proxy', 'x_proxy_bad_credentials')),
    );
    const answers = await Promise.all([check(), check(), check()]);
    expect(answers.map((answer) => answer?.failure)).toEqual(Array(3).fill('x_proxy_bad_credentials'));
    expect(faults).toEqual(['server:a x_proxy_bad_credentials']);
    expect(dialled).toEqual([]);
  });

  test('a target it forbids, or cannot reach, is a fault for that target alone', async () => {
    const { check, faults } = setUp(async ({ port }) => {
      if (port === 443) return new PassThrough();
      throw new NetError('proxy', port === 5222 ? 'x_proxy_forbidden_target' : 'x_proxy_far_end_failed');
    });
    const answers = await Promise.all([5222, 5223, 443].map((port) => check(never, port)));
    expect(answers.map((answer) => answer?.failure)).toEqual([
      'x_proxy_forbidden_target',
      'x_proxy_far_end_failed',
      undefined,
    ]);
    expect(faults).toHaveLength(2);
  });

  test('one that has to come up first is waited for, and its way out is not timed', async () => {
    const { clock, faults, ended } = setUp(async () => new PassThrough());
    const checks = createServerChecks(
      clock,
      ({ id }, { failure }) => faults.push(`${id} ${failure}`),
      ended.signal,
    );
    const dial = () => Promise.reject(new NetError('proxy', 'x_proxy_timed_out'));
    const tor = { ...server(dial), prepare: (signal: AbortSignal) => clock.sleep(90_000, signal) };
    const slow = checks.check(tor, target, { signal: never, trace });
    await clock.advance(90_000);
    expect(await slow).toBeNull();
    const missing = {
      ...server(dial),
      id: 'server:b',
      prepare: () => Promise.reject(new NetError('proxy', 'x_proxy_engine_missing')),
    };
    const answer = await checks.check(missing, target, { signal: never, trace });
    expect([answer?.failure, faults]).toEqual([
      'x_proxy_engine_missing',
      ['server:b x_proxy_engine_missing'],
    ]);
  });

  test('is not blamed while this computer has no network, and is asked again', async () => {
    let isOffline = true;
    const { check, faults } = setUp(async () => {
      const cause = new NetError('connect', 'network_unreachable');
      if (isOffline) throw new NetError('proxy', 'x_proxy_unreachable', { cause });
      return new PassThrough();
    });
    expect((await check())?.failure).toBe('x_proxy_unreachable');
    isOffline = false;
    expect(await check()).toBeNull();
    expect(faults).toEqual([]);
  });

  test('one that does not answer in 2.5 s is called slow', async () => {
    const { clock, check, faults } = setUp(
      (_, { signal }) =>
        new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
    );
    const answer = check();
    await clock.advance(2499);
    expect(faults).toEqual([]);
    await clock.advance(1);
    expect((await answer)?.failure).toBe('x_proxy_timed_out');
    expect(faults).toEqual(['server:a x_proxy_timed_out']);
  });

  test('a search that is called off does not spoil the answer for the others', async () => {
    const { clock, check, faults } = setUp(async () => {
      await clock.sleep(100);
      return new PassThrough();
    });
    const won = new AbortController();
    const first = expect(check(won.signal)).rejects.toThrow('won');
    const second = check();
    await clock.advance(50);
    won.abort(new Error('won'));
    await clock.advance(50);
    await first;
    expect(await second).toBeNull();
    expect(faults).toEqual([]);
  });

  test('nobody is blamed when everything is over', async () => {
    const { clock, check, faults, ended } = setUp(async (_, { signal }) => {
      await clock.sleep(1000, signal);
      return new PassThrough();
    });
    const answer = expect(check()).rejects.toThrow('closed');
    ended.abort(new Error('closed'));
    await answer;
    expect(faults).toEqual([]);
  });
});
