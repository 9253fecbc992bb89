import { describe, expect, test } from 'vitest';
import type { Resolver } from '../model/resolver.ts';
import { createFakeClock } from '../testing/fake-clock.ts';
import { createResolverChoice, type ResolverRace } from './resolver-choice.ts';

const trace = () => undefined;
const named = (id: string): Resolver => ({
  id,
  resolve: async (_, family) => ({ addresses: family === 4 ? ['203.0.113.7'] : [], ttl: 60 }),
});
const quad9 = named('doh:quad9');
const adguard = named('dot:adguard');
const never = new AbortController().signal;

function setUp({ preferred, answerable = true }: { preferred?: string; answerable?: boolean } = {}) {
  const clock = createFakeClock();
  const races: string[] = [];
  const ended = new AbortController();
  const race: ResolverRace = async (resolvers, name, { signal }) => {
    races.push(`${name}: ${resolvers.map(({ id }) => id).join(' ')}`);
    await clock.sleep(100, signal);
    const [resolver] = resolvers;
    return resolver !== undefined && answerable ? { resolver, addresses: ['203.0.113.7'] } : null;
  };
  const choice = createResolverChoice({
    resolvers: [quad9, adguard],
    race,
    clock,
    ended: ended.signal,
    preferred,
  });
  return { clock, races, choice, ended };
}

describe('the choice of a resolver', () => {
  test('is made once, by the first name, for all who ask meanwhile and later', async () => {
    const { clock, races, choice } = setUp();
    const both = Promise.all([
      choice.choose('web.example', { signal: never, trace }),
      choice.choose('chat.example', { signal: never, trace }),
    ]);
    await clock.advance(100);
    expect((await both).map((resolver) => resolver?.id)).toEqual(['doh:quad9', 'doh:quad9']);
    expect((await choice.choose('media.example', { signal: never, trace }))?.id).toBe('doh:quad9');
    expect(races).toEqual(['web.example: doh:quad9 dot:adguard']);
  });

  test('takes the remembered one without asking', async () => {
    const { races, choice } = setUp({ preferred: 'dot:adguard' });
    expect((await choice.choose('web.example', { signal: never, trace }))?.id).toBe('dot:adguard');
    expect(races).toEqual([]);
  });

  test('leaves out one that turned out to lie', async () => {
    const { clock, races, choice } = setUp({ preferred: 'doh:quad9' });
    choice.reject('doh:quad9');
    expect(choice.current()).toBeNull();
    const chosen = choice.choose('web.example', { signal: never, trace });
    await clock.advance(100);
    expect((await chosen)?.id).toBe('dot:adguard');
    expect(races).toEqual(['web.example: dot:adguard']);
  });

  test('rests for five seconds after nobody answered, then races again', async () => {
    const { clock, races, choice } = setUp({ answerable: false });
    const first = choice.choose('web.example', { signal: never, trace });
    await clock.advance(100);
    expect(await first).toBeNull();
    expect(await choice.choose('web.example', { signal: never, trace })).toBeNull();
    expect(races).toHaveLength(1);
    await clock.advance(5000);
    const again = choice.choose('web.example', { signal: never, trace });
    await clock.advance(100);
    await again;
    expect(races).toHaveLength(2);
  });

  test('goes on for the others when the one who asked first is called off', async () => {
    const { clock, races, choice } = setUp();
    const first = new AbortController();
    const calledOff = expect(choice.choose('a.example', { signal: first.signal, trace })).rejects.toThrow(
      'won',
    );
    const second = choice.choose('b.example', { signal: never, trace });
    await clock.advance(50);
    first.abort(new Error('won'));
    await calledOff;
    await clock.advance(50);
    expect((await second)?.id).toBe('doh:quad9');
    expect(races).toHaveLength(1);
  });

  test('ends with the session for everybody', async () => {
    const { clock, choice, ended } = setUp();
    const asked = expect(choice.choose('a.example', { signal: never, trace })).rejects.toThrow('closed');
    await clock.advance(50);
    ended.abort(new Error('closed'));
    await asked;
    expect(clock.sleepers()).toBe(0);
  });

  test('gives a name’s addresses of both families', async () => {
    const { choice } = setUp({ preferred: 'doh:quad9' });
    expect(await choice.addressesOf('web.example', { signal: never, trace })).toEqual(['203.0.113.7']);
  });
});
