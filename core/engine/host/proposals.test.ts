import { describe, expect, test } from 'vitest';
import { createFakeClock } from '../../testing/fake-clock.ts';
import { createSeededRandom } from '../../testing/seeded-random.ts';
import type { Expression } from '../../transports/expression.ts';
import { createProposals } from './proposals.ts';

const HOUR = 3_600_000;
const server = (port: number): Expression => ({
  resolver: 'system',
  hops: [{ kind: 'proxy', protocol: 'socks5', host: 'a.example', port }],
});

function setUp() {
  const clock = createFakeClock();
  return { clock, proposals: createProposals(clock, createSeededRandom()) };
}

describe('proposals', () => {
  test('lie under tokens that differ and say nothing, until they are forgotten', () => {
    const { proposals } = setUp();
    const tokens = [1, 2, 2].map((port) => proposals.keep(server(port)));
    expect(new Set(tokens).size).toBe(3);
    for (const token of tokens) expect(token).toMatch(/^[\w-]{22}$/);
    expect(proposals.find(tokens[1] ?? '')).toEqual(server(2));
    proposals.forget(tokens[1] ?? '');
    expect(proposals.find(tokens[1] ?? '')).toBeUndefined();
    expect(proposals.find('x')).toBeUndefined();
    proposals.clear();
    expect(proposals.find(tokens[0] ?? '')).toBeUndefined();
  });

  test('are kept for an hour', async () => {
    const { clock, proposals } = setUp();
    const token = proposals.keep(server(1));
    await clock.advance(HOUR - 1);
    expect(proposals.find(token)).toBeDefined();
    await clock.advance(1);
    expect(proposals.find(token)).toBeUndefined();
  });

  test('are two hundred at most, the oldest go first', () => {
    const { proposals } = setUp();
    const tokens = Array.from({ length: 201 }, (_, index) => proposals.keep(server(index + 1)));
    const kept = tokens.filter((token) => proposals.find(token) !== undefined);
    expect(kept).toEqual(tokens.slice(1));
  });
});
