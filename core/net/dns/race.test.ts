import { describe, expect, it } from 'vitest';
import type { IpFamily } from '../../model/address.ts';
import { type Failure, NetError } from '../../model/failure.ts';
import type { Resolver } from '../../model/resolver.ts';
import type { Clock } from '../../model/time.ts';
import type { Step } from '../../model/trace.ts';
import { createFakeClock, settle } from '../../testing/fake-clock.ts';
import { createSeededRandom } from '../../testing/seeded-random.ts';
import { netError } from '../../testing/streams.ts';
import { type ResolverRaceOptions, raceResolvers } from './race.ts';

interface Behaviour {
  readonly after?: number;
  readonly addresses?: Partial<Record<IpFamily, readonly string[]>>;
  readonly failure?: Failure;
}

function createScripted(clock: Clock, id: string, { after = 0, addresses = {}, failure }: Behaviour) {
  const signals: AbortSignal[] = [];
  const resolver: Resolver = {
    id,
    async resolve(_name, family, { signal }) {
      signals.push(signal);
      await clock.sleep(after, signal);
      if (failure !== undefined) throw new NetError('resolve', failure);
      const found = addresses[family];
      if (found === undefined) throw new NetError('resolve', 'dns_no_answer');
      return { addresses: found, ttl: family === 4 ? 60 : 30 };
    },
  };
  return { resolver, signals };
}

function setUp(behaviours: readonly (readonly [string, Behaviour])[]) {
  const clock = createFakeClock();
  const scripted = behaviours.map(([id, behaviour]) => createScripted(clock, id, behaviour));
  const steps: Step[] = [];
  const options: ResolverRaceOptions = {
    signal: new AbortController().signal,
    trace: (step) => steps.push(step),
    clock,
    random: { ...createSeededRandom(), uniform: () => 0.5 },
    isPlausible: (address) => !address.startsWith('10.'),
  };
  const race = (families: readonly IpFamily[] = [4], changed: Partial<ResolverRaceOptions> = {}) =>
    raceResolvers(
      scripted.map(({ resolver }) => resolver),
      'web.example',
      families,
      { ...options, ...changed },
    );
  return { clock, scripted, steps, race };
}

const NEVER = { after: 1e9 };
const GOOD = { addresses: { 4: ['203.0.113.1'] } };

describe('raceResolvers', () => {
  it('lets the next join in when the first stays silent, and aborts the loser', async () => {
    const { clock, scripted, race } = setUp([
      ['doh:silent', NEVER],
      ['doh:good', { ...GOOD, after: 80 }],
    ]);
    const won = race();
    await clock.advance(249);
    expect(scripted[1]?.signals).toHaveLength(0);
    await clock.advance(81);
    expect(await won).toMatchObject({ addresses: ['203.0.113.1'], ttl: 60, resolver: { id: 'doh:good' } });
    expect(scripted[0]?.signals[0]?.aborted).toBe(true);
    expect(clock.sleepers()).toBe(0);
  });

  it('spreads the stagger by a quarter either way', async () => {
    for (const [uniform, ms] of [
      [0, 187.5],
      [0.999, 312.25],
    ] as const) {
      const { clock, scripted, race } = setUp([
        ['doh:silent', NEVER],
        ['doh:good', GOOD],
      ]);
      const won = race([4], { random: { ...createSeededRandom(), uniform: () => uniform } });
      await clock.advance(ms - 1);
      expect(scripted[1]?.signals).toHaveLength(0);
      await clock.advance(2);
      await won;
    }
  });

  it('asks four at once, and more only beside those that have long been silent', async () => {
    const { clock, scripted, race } = setUp(
      Array.from({ length: 20 }, (_, index) => [`doh:n${index}`, NEVER] as const),
    );
    const asked = () => scripted.filter(({ signals }) => signals.length > 0).length;
    const controller = new AbortController();
    const won = race([4], { signal: controller.signal });
    await clock.advance(1_499);
    expect(asked()).toBe(4);
    await clock.advance(1);
    expect(asked()).toBe(5);
    await clock.advance(1_499);
    expect(asked()).toBe(8);
    controller.abort(new Error('stop'));
    await expect(won).rejects.toThrow('stop');
    expect(scripted.flatMap(({ signals }) => signals).every(({ aborted }) => aborted)).toBe(true);
  });

  it('passes over an answer that is not plausible, and says so in the trace (N5)', async () => {
    const { clock, steps, race } = setUp([
      ['tcp:liar', { addresses: { 4: ['203.0.113.7', '10.10.34.36'] } }],
      ['doh:good', GOOD],
    ]);
    const won = race();
    await clock.advance(0);
    await settle();
    await clock.advance(100);
    expect((await won).resolver.id).toBe('doh:good');
    expect(steps).toMatchObject([
      { resolver: 'tcp:liar', failure: 'dns_bogon_error', addresses: ['203.0.113.7', '10.10.34.36'] },
    ]);
  });

  it('gives both families in the order asked for, with the smaller TTL', async () => {
    const { clock, race } = setUp([['doh:good', { addresses: { 4: ['203.0.113.1'], 6: ['2001:db8::1'] } }]]);
    const won = race([6, 4]);
    await clock.advance(60);
    expect(await won).toMatchObject({ addresses: ['2001:db8::1', '203.0.113.1'], ttl: 30 });
  });

  it('does not wait for a family that takes long once the other is there', async () => {
    const clock = createFakeClock();
    const resolver: Resolver = {
      id: 'doh:half',
      async resolve(_name, family, { signal }) {
        await clock.sleep(family === 4 ? 10 : 1e9, signal);
        return { addresses: ['203.0.113.1'], ttl: 60 };
      },
    };
    const won = raceResolvers([resolver], 'web.example', [6, 4], {
      signal: new AbortController().signal,
      clock,
      random: createSeededRandom(),
      isPlausible: () => true,
    });
    await clock.advance(60);
    expect((await won).addresses).toEqual(['203.0.113.1']);
  });

  it('is content with one family where the other does not exist', async () => {
    const { clock, race } = setUp([['doh:good', GOOD]]);
    const won = race([6, 4]);
    await clock.advance(60);
    expect((await won).addresses).toEqual(['203.0.113.1']);
  });

  it('fails as most of them failed', async () => {
    const { clock, race } = setUp([
      ['tcp:a', { failure: 'connection_reset' }],
      ['tcp:b', { failure: 'dns_nxdomain_error' }],
      ['tcp:c', { failure: 'dns_nxdomain_error' }],
    ]);
    const error = netError(race());
    await clock.advance(1_000);
    expect(await error).toMatchObject({ operation: 'resolve', failure: 'dns_nxdomain_error' });
  });

  it('believes three encrypted resolvers that there is no such name, and spares the others the question', async () => {
    const denial = { failure: 'dns_nxdomain_error' } as const;
    const { clock, scripted, race } = setUp([
      ['tcp:a', denial],
      ['doh:b', denial],
      ['dot:c', denial],
      ['doh:d', denial],
      ['doh:e', GOOD],
    ]);
    const error = netError(race());
    await clock.advance(1_000);
    expect((await error).failure).toBe('dns_nxdomain_error');
    expect(scripted[4]?.signals).toHaveLength(0);
  });
});
