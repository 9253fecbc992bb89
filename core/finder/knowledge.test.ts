import { describe, expect, test } from 'vitest';
import type { Failure } from '../model/failure.ts';
import type { Step } from '../model/trace.ts';
import { createKnowledge } from './knowledge.ts';
import { namedTransport } from './testing.ts';

const PUBLISHED = '157.240.1.1';
const plain = namedTransport('system', 'plain');
const options = { signal: new AbortController().signal, trace: () => undefined };
const times = { startedAt: 0, endedAt: 60 };

function resolved(...addresses: string[]): Step {
  return {
    ...times,
    operation: 'resolve',
    name: 'web.example',
    resolver: 'system',
    addresses,
    failure: null,
  };
}

function connect(host: string, failure: Failure | null = null): Step {
  return { ...times, operation: 'connect', address: { host, port: 443 }, failure };
}

const answered: Step = { ...times, operation: 'read', bytes: 1, failure: null };

function afterSteps(...steps: readonly Step[]) {
  const hits: string[] = [];
  const knowledge = createKnowledge({
    resolvers: {
      choose: async () => null,
      addressesOf: async () => [],
      reject: () => undefined,
      current: () => null,
    },
    isPublished: (address) => address.startsWith('157.240.') || address.startsWith('2a03:2880:'),
    onHit: ({ host }) => hits.push(host),
    isThrottled: async () => false,
  });
  for (const step of steps) knowledge.onStep(plain, step, { host: 'web.example' });
  return { ...knowledge, hits };
}

describe('what is known of the plain way', () => {
  test('it hangs before connecting while it tries published addresses', () => {
    expect(afterSteps(resolved(PUBLISHED)).plainHangsBeforeConnecting()).toBe(true);
    expect(afterSteps(resolved('192.0.2.1')).plainHangsBeforeConnecting()).toBe(false);
  });

  test.each([
    ['the other family’s answer', resolved('2a03:2880:f0::1')],
    ['the other family’s cancelled connection', connect('2a03:2880:f0::1', 'interrupted')],
  ])('it still waits for an answer to its hello after %s', async (_, step) => {
    const { hits, ...knowledge } = afterSteps(resolved(PUBLISHED), connect(PUBLISHED), step);
    expect(await knowledge.plainHangsAtRightAddress(options)).toBe(true);
    expect(knowledge.plainHangsBeforeConnecting()).toBe(false);
    expect(hits).toEqual([PUBLISHED]);
  });

  test('a name is suspect while the first answer to its hello is missing, and once it was cut (N16)', () => {
    expect(afterSteps(resolved(PUBLISHED)).suspects()).toEqual([]);
    const hanging = afterSteps(resolved(PUBLISHED), connect(PUBLISHED));
    expect(hanging.suspects()).toEqual(['web.example']);
    const another = afterSteps(resolved(PUBLISHED), connect(PUBLISHED), answered, connect(PUBLISHED));
    expect(another.suspects()).toEqual([]);
    another.noteCut('cut.example');
    expect(another.suspects()).toEqual(['cut.example']);
  });

  test('it waits no longer once the answer is there', async () => {
    const { hits, ...knowledge } = afterSteps(resolved(PUBLISHED), connect(PUBLISHED), answered);
    expect(await knowledge.plainHangsAtRightAddress(options)).toBe(false);
    expect(hits).toEqual([]);
  });
});
