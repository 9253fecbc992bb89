import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { type EngineEvent, EventSchema } from '../contract.ts';
import type { Wanted } from '../finder/finder.ts';
import { createResolverChoice } from '../finder/resolver-choice.ts';
import { type Answers, emptyTable, namedTransport, proven, unproven } from '../finder/testing.ts';
import type { RouteKey } from '../model/route.ts';
import type { Transport } from '../model/transport.ts';
import { CAUSES, type NetworkVerdict, type Verdict } from '../model/verdict.ts';
import { createFakeClock, settle } from '../testing/fake-clock.ts';
import { searchRound, verdictEvent } from './round.ts';

const web: RouteKey = { messenger: 'whatsapp', purpose: 'web' };
const chat: RouteKey = { messenger: 'signal', purpose: 'chat' };
const plain = namedTransport('system', 'plain');
const remembered = namedTransport('doh:quad9 | tlsfrag:sni');
const server = namedTransport('server:a', 'server');
const OPEN: NetworkVerdict = { cause: null, evidence: [] };

function wantedOf(key: RouteKey): Wanted {
  const host = `${key.purpose}.example`;
  const data: Wanted['data'] = {
    purpose: key.purpose,
    samples: [
      [
        key.purpose === 'chat'
          ? { kind: 'noise', host, port: 443 }
          : { kind: 'https', host, port: 443, path: '/' },
      ],
    ],
    names: [host],
    ports: [443],
  };
  const id = key.messenger;
  return {
    key,
    data,
    messenger: { id, name: id, cidrs: [], hints: {}, purposes: [data], endpoints: [], sources: [] },
  };
}

interface World {
  readonly answers: Answers;
  readonly network?: NetworkVerdict;
  readonly remembered?: Transport;
  readonly servers?: readonly Transport[];
  /** Milliseconds a verdict takes. */
  readonly diagnosis?: number;
  /** Milliseconds a proof takes that holds. */
  readonly proofMs?: number;
}

function start({ answers, network = OPEN, servers = [], diagnosis = 0, ...world }: World) {
  const clock = createFakeClock();
  const events: EngineEvent[] = [];
  const random = { bytes: (length: number) => new Uint8Array(length), uniform: () => 0 };
  const controller = new AbortController();
  const table = emptyTable();
  const done = searchRound(
    [web, chat].map(wantedOf),
    {
      startedAt: 0,
      tools: {
        prover: {
          prove: async (proof, transport, { signal }) => {
            const answer = answers(proof, transport);
            await clock.sleep(answer === 'silent' ? 8000 : (world.proofMs ?? 100), signal);
            return answer === 'silent' ? unproven('connect', 'generic_timeout_error') : answer;
          },
        },
        gate: { enter: async () => () => undefined },
        resolvers: createResolverChoice({
          resolvers: [],
          race: async () => null,
          clock,
          ended: controller.signal,
        }),
        serverChecks: { check: async () => null },
        instantiate: () => plain,
        isPublished: () => true,
        isThrottled: async () => false,
        onNeutral: async () => ({ verdict: 'passes' }),
        onHit: () => undefined,
        onServer: () => undefined,
        resting: new Set(),
        clock,
        random,
        plain,
        strategies: [],
        servers,
        remembered: () => world.remembered,
        onlyThrough: new Set(),
      },
      table,
      clock,
      emit: (event) => events.push(event),
      onStep: () => undefined,
      measureNetwork: async (signal) => {
        await clock.sleep(200, signal);
        return network;
      },
      diagnose: async ({ key }, attempts, seen, signal): Promise<Verdict> => {
        await clock.sleep(diagnosis, signal);
        const isOpen = attempts.some(({ outcome, transport }) => outcome.ok && transport.kind === 'plain');
        const cause = seen?.cause ?? 'unknown';
        return {
          ...key,
          state: isOpen ? 'answers' : 'blocked',
          findings: isOpen ? [] : [{ cause, evidence: [] }],
        };
      },
    },
    controller.signal,
  );
  const told = (kind: EngineEvent['event']) => events.filter(({ event }) => event === kind);
  return { clock, controller, events, done, table, told };
}

describe('a round of searching', () => {
  test('tells a route and a verdict for each purpose, in the words of the contract', async () => {
    const { clock, done, events, told } = start({ answers: () => proven() });
    await clock.advance(1000);
    await (await done).told;
    expect(told('route')).toHaveLength(2);
    expect(told('verdict')).toHaveLength(2);
    for (const event of events)
      expect(v.parse(EventSchema, JSON.parse(JSON.stringify(event)))).toEqual(event);
  });

  test('a slow verdict holds no route back, and has been told once `told` resolves', async () => {
    const { clock, done, told } = start({ answers: () => proven(), diagnosis: 2000 });
    await clock.advance(200);
    const { told: last } = await done;
    expect(told('route')).toHaveLength(2);
    expect(told('verdict')).toHaveLength(0);
    await clock.advance(2000);
    await last;
    expect(told('verdict')).toHaveLength(2);
  });

  test('called off while a verdict is being made, nothing is left unhandled', async () => {
    const unhandled: unknown[] = [];
    const note = (reason: unknown) => unhandled.push(reason);
    const others = process.listeners('unhandledRejection');
    process.removeAllListeners('unhandledRejection');
    process.on('unhandledRejection', note);
    const { clock, controller, done } = start({
      answers: ({ host }) => (host === 'web.example' ? proven() : 'silent'),
      diagnosis: 3000,
    });
    const ended = expect(done).rejects.toThrow('enough');
    await clock.advance(1000);
    controller.abort(new Error('enough'));
    await ended;
    await settle();
    process.removeListener('unhandledRejection', note);
    for (const listener of others) process.on('unhandledRejection', listener);
    expect(unhandled).toEqual([]);
  });

  test('a way that is not found any more leaves the table', async () => {
    const { clock, done, table } = start({ answers: () => unproven('connect', 'connection_refused') });
    table.set(web, plain);
    await clock.advance(10_000);
    await done;
    expect(table.get(web)).toBeUndefined();
  });

  test('a purpose whose remembered way held is named unmeasured, and gets no verdict yet', async () => {
    const { clock, done, told } = start({ answers: () => proven(), remembered });
    await clock.advance(1000);
    const { unmeasured } = await done;
    expect(unmeasured.map(({ key }) => key)).toEqual([web, chat]);
    expect(told('verdict')).toEqual([]);
  });

  test('gives up soon once the network itself lets nothing through (M7)', async () => {
    const { clock, done, told, table } = start({
      answers: () => 'silent',
      network: { cause: 'shutdown', evidence: [] },
    });
    await clock.advance(600);
    await done;
    expect(told('network')).toEqual([{ event: 'network', cause: 'shutdown' }]);
    expect(told('verdict')).toMatchObject([{ causes: ['shutdown'] }, { causes: ['shutdown'] }]);
    expect(table.get(web)).toBeUndefined();
  });

  test('a wrong clock stops what needs certificates, and not what needs none (M7)', async () => {
    const { clock, done, table } = start({
      answers: ({ kind }) => (kind === 'noise' ? proven() : 'silent'),
      proofMs: 1000,
      network: { cause: 'clock-wrong', evidence: [] },
    });
    await clock.advance(2000);
    await done;
    expect([table.get(web), table.get(chat)?.id]).toEqual([undefined, plain.id]);
  });

  test('gives a person’s server three seconds more, and takes it if it holds', async () => {
    const { clock, done, table } = start({
      answers: (_, { kind }) => (kind === 'server' ? proven() : 'silent'),
      network: { cause: 'whitelist-only', evidence: [] },
      servers: [server],
    });
    await clock.advance(4000);
    await done;
    expect(table.get(web)?.id).toBe(server.id);
  });

  test('called off, it rejects with the reason and leaves nobody asleep', async () => {
    const { clock, controller, done } = start({ answers: () => 'silent' });
    const ended = expect(done).rejects.toThrow('enough');
    await clock.advance(250);
    controller.abort(new Error('enough'));
    await ended;
    await clock.advance(0);
    expect(clock.sleepers()).toBe(0);
  });
});

describe('a verdict as an event', () => {
  test.each(CAUSES)('%s fits the contract, its steps left out', (cause) => {
    const step = { operation: 'connect', address: { host: '198.51.100.7', port: 443 } } as const;
    const evidence = [{ ...step, startedAt: 0, endedAt: 1, failure: null }];
    const event = verdictEvent({
      ...web,
      state: 'blocked',
      findings: [{ cause, detail: 'reset', evidence }],
    });
    expect(v.parse(EventSchema, event)).toEqual(event);
    expect(JSON.stringify(event)).not.toContain('198.51.100.7');
  });
});
