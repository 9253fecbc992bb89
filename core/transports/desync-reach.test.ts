import { describe, expect, onTestFinished, test } from 'vitest';
import type { Sidecars, SidecarWish } from '../model/sidecar.ts';
import type { Step } from '../model/trace.ts';
import { createDirectDialer } from '../net/direct.ts';
import { roundTrip } from '../net/round-trip.ts';
import { systemClock } from '../net/system-clock.ts';
import { startServer } from '../testing/servers.ts';
import { createDesyncReach } from './desync-reach.ts';

const never = new AbortController().signal;
const target = { host: 'web.example', port: 443 };
const resolver = {
  id: 'doh:nobody',
  resolve: async (_: string, family: 4 | 6) => ({
    addresses: family === 4 ? ['203.0.113.7'] : ['2001:db8::7'],
    ttl: 60,
  }),
};

/** A door that answers every wish like this, and what it was asked for in hexadecimal. */
async function startDoor(reply: number) {
  const asked: string[] = [];
  const door = await startServer((socket) => {
    socket.once('data', () => {
      socket.write(Buffer.of(5, 0));
      socket.once('data', (wish) => {
        asked.push(wish.toString('hex'));
        socket.write(Buffer.of(5, reply, 0, 1, 0, 0, 0, 0, 0, 0));
      });
    });
  });
  onTestFinished(door.close);
  const wishes: SidecarWish[] = [];
  const sidecars: Sidecars = {
    async open(wish) {
      wishes.push(wish);
      return door;
    },
  };
  return { asked, wishes, sidecars };
}

/** Dials the target through it; resolves to the steps that were told. */
async function dialThrough(sidecars?: Sidecars) {
  const steps: Step[] = [];
  const reach = createDesyncReach('oob', { clock: systemClock, ...(sidecars && { sidecars }) });
  const dialer = createDirectDialer({ resolver, reach });
  const dialled = dialer.dial(target, { signal: never, trace: (step) => steps.push(step) });
  return { steps, dialled };
}

describe('the way to an address through ByeDPI', () => {
  test('is asked for the addresses that our resolver found, never for the name (B9)', async () => {
    const { asked, wishes, sidecars } = await startDoor(0);
    const { steps, dialled } = await dialThrough(sidecars);
    const stream = await dialled;
    onTestFinished(() => void stream.destroy());
    expect(asked[0]).toBe(`05010004${'20010db8000000000000000000000007'}01bb`);
    expect(asked.slice(1).every((wish) => wish === '05010001cb00710701bb')).toBe(true);
    expect(wishes[0]).toEqual({ kind: 'desync', method: 'oob' });
    expect(roundTrip(stream)).toBeGreaterThan(0);
    expect(steps[0]).toMatchObject({ operation: 'connect', failure: null, address: { port: 443 } });
  });

  test('that leads nowhere is a failed connection to that address, and no proxy of anybody’s', async () => {
    const { sidecars } = await startDoor(5);
    const { steps, dialled } = await dialThrough(sidecars);
    await expect(dialled).rejects.toMatchObject({ failure: 'x_proxy_far_end_failed' });
    expect(steps.map(({ operation, failure }) => `${operation} ${failure}`)).toEqual([
      ...['connect x_proxy_far_end_failed', 'connect x_proxy_far_end_failed'],
    ]);
  });

  test('is a failure that says so where no programs may be started', async () => {
    const { steps, dialled } = await dialThrough();
    await expect(dialled).rejects.toMatchObject({ failure: 'x_proxy_engine_missing' });
    expect(steps).toEqual([]);
  });
});
