import { describe, expect, it } from 'vitest';
import type { Step } from '../../model/trace.ts';
import { createDeferred, type Deferred } from '../../testing/deferred.ts';
import { createFakeClock, settle } from '../../testing/fake-clock.ts';
import { netError } from '../../testing/streams.ts';
import { systemClock } from '../system-clock.ts';
import { createSystemResolver } from './system.ts';

const { signal } = new AbortController();
type Lookup = NonNullable<Parameters<typeof createSystemResolver>[0]['lookup']>;

function createManualLookup() {
  const asked: { name: string; answer: Deferred<{ address: string; family: number }[]> }[] = [];
  const lookup: Lookup = (name) => {
    const answer = createDeferred<{ address: string; family: number }[]>();
    asked.push({ name, answer });
    return answer.promise;
  };
  return { asked, lookup };
}

const failing =
  (code: string, errno: number): Lookup =>
  () =>
    Promise.reject(Object.assign(new Error('getaddrinfo'), { code, errno, syscall: 'getaddrinfo' }));

describe('the system resolver', () => {
  it('asks this computer per family, hosts file included', async () => {
    const resolver = createSystemResolver({ clock: systemClock });
    const steps: Step[] = [];
    const answer = await resolver.resolve('localhost', 4, { signal, trace: (step) => steps.push(step) });
    expect(answer).toEqual({ addresses: ['127.0.0.1'], ttl: 0 });
    expect(steps).toMatchObject([
      {
        operation: 'resolve',
        name: 'localhost',
        resolver: 'system',
        failure: null,
        addresses: ['127.0.0.1'],
      },
    ]);
  });

  it.each([
    ['ENOTFOUND', -3008, 'dns_nxdomain_error'],
    ['ENOTFOUND', -3007, 'dns_no_answer'],
    ['EAI_AGAIN', -3001, 'dns_temporary_failure'],
    ['EAI_FAIL', -3004, 'dns_non_recoverable_failure'],
  ])('calls %s (%i) %s', async (code, errno, failure) => {
    const resolver = createSystemResolver({ clock: createFakeClock(), lookup: failing(code, errno) });
    const error = await netError(resolver.resolve('web.example', 6, { signal }));
    expect(error).toMatchObject({ operation: 'resolve', failure });
  });

  it('never has more than two look-ups under way', async () => {
    const { asked, lookup } = createManualLookup();
    const resolver = createSystemResolver({ clock: createFakeClock(), lookup });
    const answers = ['a', 'b', 'c', 'd'].map((name) => resolver.resolve(name, 4, { signal }));
    await settle();
    expect(asked.map(({ name }) => name)).toEqual(['a', 'b']);
    asked[0]?.answer.resolve([{ address: '203.0.113.1', family: 4 }]);
    await settle();
    expect(asked.map(({ name }) => name)).toEqual(['a', 'b', 'c']);
    for (const index of [1, 2, 3]) {
      asked[index]?.answer.resolve([{ address: '203.0.113.1', family: 4 }]);
      await settle();
    }
    expect(await Promise.all(answers)).toHaveLength(4);
  });

  it('stops waiting when aborted, but the look-up keeps its place until it really ends', async () => {
    const { asked, lookup } = createManualLookup();
    const resolver = createSystemResolver({ clock: createFakeClock(), lookup });
    const controller = new AbortController();
    const left = ['a', 'b', 'c'].map((name) => resolver.resolve(name, 4, { signal: controller.signal }));
    await settle();
    controller.abort(new Error('gone'));
    for (const each of left) await expect(each).rejects.toThrow('gone');
    const next = resolver.resolve('d', 4, { signal });
    await settle();
    expect(asked.map(({ name }) => name)).toEqual(['a', 'b']);
    asked[1]?.answer.reject(new Error('late'));
    await settle();
    expect(asked.map(({ name }) => name)).toEqual(['a', 'b', 'd']);
    asked[2]?.answer.resolve([{ address: '203.0.113.1', family: 4 }]);
    expect((await next).addresses).toEqual(['203.0.113.1']);
  });

  it('gives up after its deadline and says so in the trace', async () => {
    const { lookup } = createManualLookup();
    const clock = createFakeClock();
    const steps: Step[] = [];
    const resolver = createSystemResolver({ clock, lookup });
    const error = netError(resolver.resolve('web.example', 4, { signal, trace: (step) => steps.push(step) }));
    await clock.advance(5_000);
    expect((await error).failure).toBe('generic_timeout_error');
    expect(steps).toMatchObject([{ failure: 'generic_timeout_error', startedAt: 0, endedAt: 5_000 }]);
  });

  it('turns questions away rather than let the queue grow', async () => {
    const { lookup } = createManualLookup();
    const resolver = createSystemResolver({ clock: createFakeClock(), lookup });
    for (let waiting = 0; waiting < 258; waiting += 1) {
      void resolver.resolve('a', 4, { signal: new AbortController().signal });
    }
    const error = await netError(resolver.resolve('a', 4, { signal }));
    expect(error.failure).toBe('dns_temporary_failure');
  });
});
