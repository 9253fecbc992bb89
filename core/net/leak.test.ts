import { getEventListeners } from 'node:events';
import type { Duplex } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { Resolver } from '../model/resolver.ts';
import { settle } from '../testing/fake-clock.ts';
import { startServer } from '../testing/servers.ts';
import { createAddressGate } from './address-gate.ts';
import { createDirectDialer } from './direct.ts';

const DIALS = 10_000;
const BATCH = 100;

const resolver: Resolver = {
  id: 'system',
  resolve: async (name) => {
    if (name === 'slow.test') await settle();
    return { addresses: ['127.0.0.1', '127.0.0.2'], ttl: 60 };
  },
};
const HOSTS = ['127.0.0.1', 'chat.test', 'slow.test'];

/** What this process holds open that a dial can leave behind. */
function held(): Record<string, number> {
  const kinds = process.getActiveResourcesInfo();
  const count = (kind: string) => kinds.filter((its) => its === kind).length;
  return { sockets: count('TCPSocketWrap'), connects: count('TCPConnectWrap'), timers: count('Timeout') };
}

describe('ten thousand aborted dials', () => {
  it('leave no socket, timer, listener or place at the gate (N1)', { timeout: 60_000 }, async () => {
    const server = await startServer();
    const dialer = createDirectDialer({ resolver });
    const gate = createAddressGate(BATCH);
    const outer = new AbortController();
    await settle();
    const before = held();
    let connected = 0;

    /** Twenty moments: before, at eighteen in between (names are asked for, the gate, the connect), after. */
    const dialAndAbort = async (index: number) => {
      const moment = index % 20;
      const controller = new AbortController();
      if (moment === 0) controller.abort();
      const target = { host: HOSTS[index % 3] ?? '', port: server.port };
      const dialing: Promise<Duplex | undefined> = dialer
        .dial(target, { signal: controller.signal, gate })
        .catch(() => undefined);
      if (moment === 19) await dialing;
      if (moment === 18) await settle();
      for (let i = 1; i < moment; i += 1) await Promise.resolve();
      controller.abort();
      const stream = await dialing;
      if (stream !== undefined) connected += 1;
      stream?.destroy();
      expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
    };

    for (let done = 0; done < DIALS; done += BATCH) {
      await Promise.all(Array.from({ length: BATCH }, (_, i) => dialAndAbort(done + i)));
    }
    expect(connected).toBeGreaterThanOrEqual(DIALS / 20);
    expect(connected).toBeLessThan(DIALS / 2);
    expect(server.accepted()).toBeGreaterThanOrEqual(connected);
    await expect.poll(() => server.open(), { timeout: 5_000 }).toBe(0);
    await expect.poll(held, { timeout: 5_000 }).toEqual(before);
    const places = Array.from({ length: BATCH }, () => gate.enter('127.0.0.1', outer.signal));
    expect(await Promise.all(places)).toHaveLength(BATCH);
    await server.close();
  });
});
