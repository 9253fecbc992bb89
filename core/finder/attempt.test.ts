import { describe, expect, test } from 'vitest';
import type { Proof } from '../model/messenger.ts';
import type { Attempt } from '../model/route.ts';
import { createFakeClock } from '../testing/fake-clock.ts';
import { tryTransport } from './attempt.ts';
import { namedTransport, proven, unproven } from './testing.ts';

const https = (host: string): Proof => ({ kind: 'https', host, port: 443, path: '/' });
const chrome = (host: string): Proof => ({ kind: 'chrome-hello', host, port: 443 });
const plain = namedTransport('system', 'plain');

/** Tries samples of proofs that take 100 ms each; `broken` names the hosts that fail, and how soon. */
async function attempt(
  samples: readonly (readonly Proof[])[],
  broken: Readonly<Record<string, number>> = {},
  together = false,
) {
  const clock = createFakeClock();
  const started: string[] = [];
  const attempts: Attempt[] = [];
  const traced: string[] = [];
  const trying = tryTransport(
    samples,
    plain,
    {
      prover: {
        async prove({ kind, host }, _, { signal, trace }) {
          started.push(`${clock.monotonic()} ${kind} ${host}`);
          trace?.({ operation: 'read', startedAt: 0, endedAt: 0, failure: null, bytes: 1 });
          await clock.sleep(broken[host] ?? 100, signal);
          return host in broken ? unproven('tls', 'connection_reset') : proven();
        },
      },
      gate: { enter: async () => () => undefined },
      signal: new AbortController().signal,
      trace: (_, { host }) => traced.push(host),
      onAttempt: (one) => attempts.push(one),
    },
    { together },
  );
  await clock.advance(5000);
  return { proven: await trying, started, attempts, traced };
}

describe('a sample', () => {
  test('asks its hosts side by side, and each for its dialogue first', async () => {
    const { proven, started, traced } = await attempt([[https('a'), https('b'), chrome('a')]]);
    expect(proven).toBe(true);
    expect(started).toEqual(['0 https a', '0 https b', '100 chrome-hello a']);
    expect(traced).toEqual(['a', 'b', 'a']);
  });

  test('is proven only where every host is: one stands in for no other', async () => {
    const { proven, started, attempts } = await attempt([[https('a'), https('b'), chrome('a')]], { b: 50 });
    expect(proven).toBe(false);
    expect(started).not.toContain('100 chrome-hello a');
    expect(attempts.map(({ proof, outcome }) => [proof.host, outcome.ok])).toEqual([
      ['b', false],
      ['a', true],
    ]);
  });

  test('starts all at once where it was proven before, the download first', async () => {
    const download: Proof = { kind: 'bulk', host: 'a', port: 443, path: '/', bytes: 65536 };
    const { started } = await attempt([[https('a'), https('b'), download]], {}, true);
    expect(started).toEqual(['0 bulk a', '0 https a', '0 https b']);
  });

  test('is an alternative to another: the next has its turn when one has failed', async () => {
    const { proven, started } = await attempt([[https('a')], [https('b')], [https('c')]], { a: 50 });
    expect(proven).toBe(true);
    expect(started).toEqual(['0 https a', '50 https b']);
  });
});
