import { describe, expect, test } from 'vitest';
import type { Strategy } from '../model/strategies.ts';
import { sidecarsManifest } from '../testing/bare-sidecars.ts';
import { engineWish } from '../transports/engine-dialer.ts';
import { parseExpression } from '../transports/expression.ts';
import { offerStrategies } from './offered-strategies.ts';

const never = new AbortController().signal;
const STRATEGIES: Strategy[] = [
  { rung: 'a', expression: '{dns} | tlsfrag:sni', beatenBy: [] },
  { rung: 'b', expression: '{dns} | byedpi:oob', beatenBy: [] },
  { rung: 'c', expression: '{dns} | byedpi:fake', beatenBy: [] },
];

/** What is offered where these methods can be done. */
async function offered(here: readonly string[], isFollowing = () => false) {
  const asked: string[] = [];
  const offers = await offerStrategies(
    {
      resources: { strategies: STRATEGIES },
      bricks: {
        isFollowing,
        needsEngine({ expression }) {
          const parsed = parseExpression(expression.replace('{dns}', 'system'));
          return parsed.ok ? engineWish(parsed.expression) : undefined;
        },
      },
      async missingFor(wish) {
        const method = wish.kind === 'desync' ? wish.method : wish.kind;
        asked.push(method);
        return here.includes(method) ? null : ['ByeDPI'];
      },
    },
    never,
  );
  return { ...offers, asked, rungs: () => offers.list().map(({ rung }) => rung) };
}

describe('strategies that need a program of others', () => {
  test('are not offered where it is not here, nor what was proven with it before', async () => {
    const { rungs, canCarry, asked } = await offered([]);
    expect(rungs()).toEqual(['a']);
    expect(asked).toEqual(['oob', 'fake']);
    expect(canCarry('doh:quad9 | byedpi:oob')).toBe(false);
    expect(canCarry('doh:quad9 | tlsfrag:sni')).toBe(true);
    expect(canCarry('server:0123456789abcdef')).toBe(true);
  });

  test('are offered in their turn where it is', async () => {
    const { rungs, canCarry } = await offered(['oob']);
    expect(rungs()).toEqual(['a', 'b']);
    expect(canCarry('doh:quad9 | byedpi:oob')).toBe(true);
    expect(canCarry('doh:quad9 | byedpi:fake')).toBe(false);
  });

  test('are left out while the network’s own proxy is followed, since they would go past it (C11)', async () => {
    let isFollowing = true;
    const { rungs } = await offered(['oob', 'fake'], () => isFollowing);
    expect(rungs()).toEqual(['a']);
    isFollowing = false;
    expect(rungs()).toEqual(['a', 'b', 'c']);
  });

  test('stand last among our own rungs, and the manifest knows each method', async () => {
    const { default: strategies } = await import('../../resources/strategies.json');
    const methods = strategies.flatMap(({ expression }) => /byedpi:(\w+)/.exec(expression)?.[1] ?? []);
    expect(methods).toEqual(sidecarsManifest.desync.map(({ method }) => method));
    expect(strategies.slice(-methods.length).every(({ rung }) => rung.startsWith('byedpi-'))).toBe(true);
  });
});
