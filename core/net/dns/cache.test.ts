import { beforeEach, describe, expect, it } from 'vitest';
import { NetError } from '../../model/failure.ts';
import type { DnsAnswer, Resolver } from '../../model/resolver.ts';
import type { Step } from '../../model/trace.ts';
import { createDeferred, type Deferred } from '../../testing/deferred.ts';
import { createFakeClock, type FakeClock, settle } from '../../testing/fake-clock.ts';
import { createDnsCache } from './cache.ts';

const { signal } = new AbortController();

/** Answers when the test says so; records what it was asked. */
function createManualResolver(id = 'doh:one') {
  const asked: string[] = [];
  const signals: AbortSignal[] = [];
  let pending: Deferred<DnsAnswer>[] = [];
  const resolver: Resolver = {
    id,
    resolve(name, family, options) {
      asked.push(`${name} ${family}`);
      signals.push(options.signal);
      const answer = createDeferred<DnsAnswer>();
      pending.push(answer);
      return answer.promise;
    },
  };
  const answer = async (addresses: readonly string[], ttl: number) => {
    for (const each of pending) each.resolve({ addresses, ttl });
    pending = [];
    await settle();
  };
  const fail = () => {
    for (const each of pending) each.reject(new NetError('resolve', 'dns_nxdomain_error'));
    pending = [];
  };
  return { resolver, asked, signals, answer, fail };
}

describe('createDnsCache', () => {
  let clock: FakeClock;
  beforeEach(() => {
    clock = createFakeClock();
  });

  it('answers from memory until the TTL is over, with what is left of it', async () => {
    const { resolver, asked, answer } = createManualResolver();
    const cached = createDnsCache({ clock }).through(resolver);
    const first = cached.resolve('web.example', 4, { signal });
    await answer(['203.0.113.1'], 60);
    expect(await first).toEqual({ addresses: ['203.0.113.1'], ttl: 60 });
    await clock.advance(45_000);
    expect(await cached.resolve('WEB.example', 4, { signal })).toEqual({
      addresses: ['203.0.113.1'],
      ttl: 15,
    });
    await clock.advance(15_000);
    void cached.resolve('web.example', 4, { signal });
    expect(asked).toEqual(['web.example 4', 'web.example 4']);
  });

  it.each([
    [0, 9_000, true],
    [0, 11_000, false],
    [90_000, 3_599_000, true],
    [90_000, 3_601_000, false],
  ])('keeps an answer of TTL %i s: after %i ms still known is %j', async (ttl, ms, isKnown) => {
    const { resolver, asked, answer } = createManualResolver();
    const cached = createDnsCache({ clock }).through(resolver);
    const first = cached.resolve('web.example', 4, { signal });
    await answer(['203.0.113.1'], ttl);
    await first;
    await clock.advance(ms);
    void cached.resolve('web.example', 4, { signal });
    expect(asked.length === 1).toBe(isKnown);
  });

  it('tells families and resolvers apart', async () => {
    const one = createManualResolver('doh:one');
    const two = createManualResolver('doh:two');
    const cache = createDnsCache({ clock });
    const first = cache.through(one.resolver).resolve('web.example', 4, { signal });
    await one.answer(['203.0.113.1'], 60);
    await first;
    void cache.through(one.resolver).resolve('web.example', 6, { signal });
    void cache.through(two.resolver).resolve('web.example', 4, { signal });
    expect([one.asked, two.asked]).toEqual([['web.example 4', 'web.example 6'], ['web.example 4']]);
  });

  it('asks once for identical questions at one time, and traces each', async () => {
    const { resolver, asked, answer } = createManualResolver();
    const cached = createDnsCache({ clock }).through(resolver);
    const steps: Step[] = [];
    const trace = (step: Step) => steps.push(step);
    const both = [1, 2].map(() => cached.resolve('web.example', 4, { signal, trace }));
    await answer(['203.0.113.1'], 60);
    await Promise.all(both);
    await cached.resolve('web.example', 4, { signal, trace });
    expect(asked).toHaveLength(1);
    // One each for the joined question and the one from memory; the first's is its resolver's to write.
    expect(steps).toHaveLength(2);
    expect(steps[0]).toMatchObject({ operation: 'resolve', resolver: 'doh:one', failure: null });
  });

  it('aborts the question when nobody waits for it any more', async () => {
    const { resolver, signals } = createManualResolver();
    const cached = createDnsCache({ clock }).through(resolver);
    const leaver = new AbortController();
    const left = cached.resolve('web.example', 4, { signal: leaver.signal });
    leaver.abort(new Error('gone'));
    await expect(left).rejects.toThrow('gone');
    expect(signals[0]?.aborted).toBe(true);
  });

  it('never keeps a failure', async () => {
    const { resolver, asked, fail } = createManualResolver();
    const cached = createDnsCache({ clock }).through(resolver);
    const first = cached.resolve('web.example', 4, { signal });
    fail();
    await expect(first).rejects.toThrow('dns_nxdomain_error');
    void cached.resolve('web.example', 4, { signal });
    expect(asked).toHaveLength(2);
  });

  it('forgets the least recently used beyond its capacity', async () => {
    const { resolver, asked, answer } = createManualResolver();
    const cached = createDnsCache({ clock, capacity: 2 }).through(resolver);
    const ask = async (name: string) => {
      const asking = cached.resolve(name, 4, { signal });
      await answer(['203.0.113.1'], 60);
      await asking;
    };
    for (const name of ['a.example', 'b.example', 'a.example', 'c.example', 'a.example', 'b.example']) {
      await ask(name);
    }
    expect(asked).toEqual(['a.example 4', 'b.example 4', 'c.example 4', 'b.example 4']);
  });

  it('forgets everything on clear, answers on their way too', async () => {
    const { resolver, asked, answer } = createManualResolver();
    const cache = createDnsCache({ clock });
    const cached = cache.through(resolver);
    const old = cached.resolve('web.example', 4, { signal });
    cache.clear();
    await answer(['203.0.113.1'], 60);
    expect((await old).addresses).toEqual(['203.0.113.1']);
    void cached.resolve('web.example', 4, { signal });
    expect(asked).toHaveLength(2);
  });
});
