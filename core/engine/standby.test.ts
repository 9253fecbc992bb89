import { expect, test } from 'vitest';
import { createStandings } from '../finder/standing.ts';
import { namedTransport } from '../finder/testing.ts';
import { NetError } from '../model/failure.ts';
import type { Transport } from '../model/transport.ts';
import { createFakeClock } from '../testing/fake-clock.ts';
import { keepStandby } from './standby.ts';

const servers = ['a', 'b', 'c', 'd', 'e', 'f'].map((id) => namedTransport(id, 'server'));

async function setUp(dead: readonly string[], used: readonly string[] = ['a']) {
  const clock = createFakeClock();
  const random = { bytes: (length: number) => new Uint8Array(length), uniform: () => 0 };
  const standings = createStandings(clock, random);
  const asked: string[] = [];
  const inUse: Transport[] = servers.filter(({ id }) => used.includes(id));
  const ending = new AbortController();
  const checks = () => ({
    async check({ id }: Transport) {
      asked.push(id);
      if (!dead.includes(id)) return null;
      standings.failed(id, 'x_proxy_refused');
      return new NetError('proxy', 'x_proxy_refused');
    },
  });
  const target = () => ({ host: 'chat.example', port: 443 });
  const parts = { servers: () => servers, inUse: () => inUse, target, standings, checks, clock, random };
  const ended = keepStandby(parts, ending.signal).catch(() => 'ended');
  return {
    ...{ clock, standings },
    /** Who is asked in ten minutes. */
    async minutes(many: number) {
      asked.length = 0;
      await clock.advance(many * 60_000);
      return asked.join('');
    },
    end: () => {
      ending.abort();
      return ended;
    },
  };
}

test('while one server carries, the next best is asked every ten minutes, and no other (F10)', async () => {
  const { minutes, end } = await setUp([]);
  expect(await minutes(9)).toBe('');
  expect(await minutes(2)).toBe('b');
  expect(await minutes(20)).toBe('bb');
  expect(await end()).toBe('ended');
});

test('where that one is dead, the next is asked, three at most; one that has rested is asked again (F10)', async () => {
  const { minutes, standings, end } = await setUp(['b', 'c', 'd', 'e']);
  expect(await minutes(10)).toBe('bcd');
  expect(await minutes(10)).toBe('efb');
  expect(standings.isDown('b')).toBe(true);
  expect(await minutes(10)).toBe('fc');
  await end();
});

test('while no server carries anything, none is asked (F7)', async () => {
  const { minutes, end } = await setUp([], []);
  expect(await minutes(60)).toBe('');
  await end();
});
