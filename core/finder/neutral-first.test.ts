import { expect, test } from 'vitest';
import type { Strategy } from '../model/strategies.ts';
import { type NeutralVerdict, passesOnNeutral } from './neutral-first.ts';

const strategy: Strategy = { rung: 'segmentation', expression: '{dns} | tcpfrag:sni', beatenBy: [] };
const options = { signal: new AbortController().signal, trace: () => undefined };

/** Asks about the names of a table on a network where a resolver was chosen, or none. */
async function ask(verdicts: Readonly<Record<string, NeutralVerdict>>, resolver?: string) {
  const asked: string[] = [];
  const current =
    resolver === undefined ? null : { id: resolver, resolve: async () => ({ addresses: [], ttl: 0 }) };
  const passes = await passesOnNeutral(
    strategy,
    Object.keys(verdicts),
    {
      onNeutral: async (name, _, resolverId) => {
        asked.push(`${name} ${resolverId}`);
        return { verdict: verdicts[name] ?? 'unknown' };
      },
      resolvers: {
        current: () => current,
        choose: async () => current,
        addressesOf: async () => [],
        reject: () => undefined,
      },
    },
    options,
  );
  return { passes, asked };
}

test('a shape passes when every name that may be blocked is answered in it (N16)', async () => {
  expect((await ask({ a: 'passes', b: 'passes' })).passes).toBe(true);
  expect((await ask({ a: 'passes', b: 'silent' })).passes).toBe(false);
  expect((await ask({ a: 'reset' })).passes).toBe(false);
});

test('where nothing is suspect, or neutral addresses cannot tell, nothing speaks against it (N16)', async () => {
  expect(await ask({})).toEqual({ passes: true, asked: [] });
  expect((await ask({ a: 'unknown', b: 'unknown' })).passes).toBe(true);
});

test('names follow only when the first was answered: each cut is held against an address', async () => {
  expect((await ask({ a: 'reset', b: 'passes' })).asked).toEqual(['a system']);
  expect((await ask({ a: 'passes', b: 'passes' })).asked).toEqual(['a system', 'b system']);
});

test('the resolver that was chosen here finds the neutral hosts', async () => {
  expect((await ask({ a: 'passes' }, 'doh:quad9')).asked).toEqual(['a doh:quad9']);
});
