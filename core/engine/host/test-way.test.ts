import { describe, expect, test } from 'vitest';
import { wantedOf } from '../../finder/finder.ts';
import { namedTransport, proven, unproven } from '../../finder/testing.ts';
import type { Messenger, Purpose } from '../../model/messenger.ts';
import type { ProofOutcome } from '../../model/route.ts';
import type { Transport } from '../../model/transport.ts';
import { createFakeClock, type FakeClock } from '../../testing/fake-clock.ts';
import { testWay } from './test-way.ts';

const server = namedTransport('server:a', 'server');

function messenger(id: string, purposes: readonly Purpose[]): Messenger {
  return {
    ...{ id, name: id, cidrs: [], hints: {}, endpoints: [], sources: [] },
    purposes: purposes.map((purpose) => ({
      ...{ purpose, names: [], ports: [443] },
      samples: [[{ kind: 'https', host: `${purpose}.${id}.example`, port: 443, path: '/' }]],
    })),
  };
}

/** Each proof takes 3 s. */
function start(
  answers: Readonly<Record<string, ProofOutcome>>,
  signal = new AbortController().signal,
  prepare?: (clock: FakeClock) => Transport['prepare'],
) {
  const clock = createFakeClock(1000);
  const made = prepare?.(clock);
  const asked: string[] = [];
  const done = testWay(
    made === undefined ? server : { ...server, prepare: made },
    wantedOf([messenger('a', ['media', 'chat', 'web']), messenger('b', ['chat'])]),
    {
      prover: {
        async prove({ host }, transport, options) {
          asked.push(`${host} ${transport.id}`);
          await clock.sleep(3000, options.signal);
          return answers[host] ?? unproven('tls', 'connection_reset');
        },
      },
      bricks: { gate: { enter: async () => () => undefined } },
      clock,
      signal,
    },
  );
  return { clock, asked, done };
}

describe('the test of a way', () => {
  test('is passed by the first chosen messenger that answers through it alone (W8)', async () => {
    const { clock, asked, done } = start({ 'web.a.example': proven() });
    await clock.advance(6000);
    expect(await done).toEqual({ outcome: 'works', at: 7000, seconds: 6 });
    expect(asked).toEqual(['chat.a.example server:a', 'web.a.example server:a']);
  });

  test('is failed by the first failure where nobody answers; pictures are not tried (W8)', async () => {
    const { clock, asked, done } = start({ 'chat.a.example': unproven('proxy', 'x_proxy_forbidden_target') });
    await clock.advance(9000);
    expect(await done).toMatchObject({ outcome: 'failed', failure: 'x_proxy_forbidden_target' });
    expect(asked).toHaveLength(3);
  });

  test('begins once Tor has come up', async () => {
    const { clock, done } = start(
      { 'chat.a.example': proven() },
      undefined,
      (own) => (signal) => own.sleep(100_000, signal),
    );
    await clock.advance(103_000);
    expect(await done).toMatchObject({ outcome: 'works', seconds: 103 });
  });

  test('is failed where Tor does not come up in 200 s', async () => {
    const { clock, asked, done } = start({}, undefined, (own) => (signal) => own.sleep(900_000, signal));
    await clock.advance(200_000);
    expect(await done).toMatchObject({ outcome: 'failed', failure: 'generic_timeout_error' });
    expect(asked).toEqual([]);
  });

  test('ends at once where the way itself is at fault', async () => {
    const { clock, asked, done } = start({ 'chat.a.example': unproven('proxy', 'x_proxy_bad_credentials') });
    await clock.advance(3000);
    expect(await done).toMatchObject({ outcome: 'failed', failure: 'x_proxy_bad_credentials' });
    expect(asked).toHaveLength(1);
  });

  test('lasts 20 s at most', async () => {
    const clock = createFakeClock();
    const done = testWay(server, wantedOf([messenger('a', ['chat'])]), {
      prover: { prove: (_, __, { signal }) => clock.sleep(60_000, signal).then(() => proven()) },
      bricks: { gate: { enter: async () => () => undefined } },
      clock,
      signal: new AbortController().signal,
    });
    await clock.advance(20_000);
    expect(await done).toMatchObject({ outcome: 'failed', failure: 'generic_timeout_error' });
    expect(clock.sleepers()).toBe(0);
  });

  test('can be called off', async () => {
    const controller = new AbortController();
    const { clock, done } = start({}, controller.signal);
    await clock.advance(1000);
    controller.abort(new Error('enough'));
    await expect(done).rejects.toThrow('enough');
  });
});
