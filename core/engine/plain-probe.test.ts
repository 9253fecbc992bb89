import { describe, expect, test } from 'vitest';
import type { EngineEvent } from '../contract.ts';
import type { Wanted } from '../finder/finder.ts';
import { createRouteTable } from '../finder/route-table.ts';
import { namedTransport, proven } from '../finder/testing.ts';
import type { PurposeData } from '../model/messenger.ts';
import type { Finding, Reachability } from '../model/verdict.ts';
import { createFakeClock } from '../testing/fake-clock.ts';
import { probePlain } from './plain-probe.ts';

const plain = namedTransport('system', 'plain');
const server = namedTransport('server:a', 'server');

function wanted(purpose: PurposeData['purpose']): Wanted {
  const data: PurposeData = {
    purpose,
    names: [],
    ports: [443],
    samples: [[{ kind: 'https', host: `${purpose}.example`, port: 443, path: '/' }]],
  };
  const rest = { cidrs: [], hints: {}, purposes: [data], endpoints: [], sources: [] };
  return {
    key: { messenger: 'signal', purpose },
    data,
    messenger: { id: 'signal', name: 'Signal', ...rest },
  };
}

interface World {
  readonly verdicts: Partial<Record<string, { state: Reachability; findings?: readonly Finding[] }>>;
  readonly onlyThrough?: readonly string[];
}

async function probe({ verdicts, onlyThrough = [] }: World) {
  const clock = createFakeClock();
  const events: EngineEvent[] = [];
  const table = createRouteTable({
    match: () => null,
    matchDatagram: () => null,
    isForged: () => false,
    onlyThrough: new Set(onlyThrough),
    fallbacks: () => [],
    onTrouble: () => undefined,
  });
  const list = [wanted('chat'), wanted('web')];
  for (const { key } of list) table.set(key, server);
  const done = probePlain(list, {
    tools: {
      plain,
      prover: { prove: async () => proven() },
      gate: { enter: async () => () => undefined },
      onlyThrough: new Set(onlyThrough),
    },
    table,
    clock,
    emit: (event) => events.push(event),
    random: { bytes: (length) => new Uint8Array(length), uniform: () => 0 },
    signal: new AbortController().signal,
    diagnose: async ({ key }) => {
      const { state, findings = [] } = verdicts[key.purpose] ?? { state: 'unknown' };
      return { ...key, state, findings };
    },
  });
  await clock.advance(20_000);
  await done;
  const routes = list.map(({ key }) => table.get(key)?.id);
  return { routes, moves: events.filter(({ event }) => event === 'moved').length };
}

describe('after a remembered way was proven, the plain one', () => {
  test('is taken again where it is open', async () => {
    const { routes, moves } = await probe({
      verdicts: { chat: { state: 'answers' }, web: { state: 'reachable' } },
    });
    expect(routes).toEqual(['system', 'system']);
    expect(moves).toBe(2);
  });

  test('is not taken where it came through but is throttled (M4)', async () => {
    const { routes } = await probe({
      verdicts: { web: { state: 'blocked', findings: [{ cause: 'throttled', evidence: [] }] } },
    });
    expect(routes).toEqual(['server:a', 'server:a']);
  });

  test('is not taken because it answers, on a network where downloads freeze (M3)', async () => {
    const { routes } = await probe({
      verdicts: {
        chat: { state: 'answers' },
        web: { state: 'blocked', findings: [{ cause: 'frozen', evidence: [] }] },
      },
    });
    expect(routes).toEqual(['server:a', 'server:a']);
  });

  test('is not even tried for a messenger that may only use proven ways (D7)', async () => {
    const { routes } = await probe({
      verdicts: { chat: { state: 'reachable' }, web: { state: 'reachable' } },
      onlyThrough: ['signal'],
    });
    expect(routes).toEqual(['server:a', 'server:a']);
  });
});
