import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RouteKey } from '../model/route.ts';
import { createFakeClock } from '../testing/fake-clock.ts';
import { createLoopbackDialer } from '../testing/loopback-dialer.ts';
import { startServer, type TestServer } from '../testing/servers.ts';
import { hear } from '../testing/streams.ts';
import { closed, createTestTable, dialerTo, openProxy, openTunnel, route, transport } from './harness.ts';
import { type TrafficListener, watchUse } from './use-watch.ts';

const key: RouteKey = { messenger: 'signal', purpose: 'chat' };

function listen() {
  const told: string[] = [];
  const sums = { up: 0, down: 0 };
  const listener: TrafficListener = {
    passed(_, up, down) {
      sums.up += up;
      sums.down += down;
    },
    inUse: ({ messenger }) => told.push(messenger),
  };
  return { told, sums, listener };
}

test('bytes are told as they pass, and use once for each connection (U1)', async () => {
  const clock = createFakeClock();
  const { told, sums, listener } = listen();
  const watch = watchUse(listener, { key, isChat: false, clock });
  for (let turn = 0; turn < 6; turn++) {
    watch?.up(Buffer.alloc(10));
    watch?.down(Buffer.alloc(100));
    await clock.advance(5000);
  }
  expect(told).toEqual(['signal']);
  expect(sums).toEqual({ up: 60, down: 600 });
});

test('nothing is metered where nobody listens', () => {
  expect(watchUse(undefined, { key, isChat: false, clock: createFakeClock() })).toBeUndefined();
});

describe('through the local proxy', () => {
  let server: TestServer;
  beforeEach(async () => {
    server = await startServer((socket) => socket.on('data', () => socket.write('answer')));
  });
  afterEach(() => server.close());

  test('a routed connection’s bytes are counted, proofs and what is no messenger’s are not (U2)', async () => {
    const { sums, listener } = listen();
    const way = transport('way', dialerTo(server));
    const table = createTestTable(({ host }) => (host === 'web.example' ? route([way]) : { kind: 'direct' }));
    const proxy = await openProxy({ table, direct: createLoopbackDialer(), traffic: listener });
    try {
      const direct = await openTunnel(proxy, `127.0.0.1:${server.port}`);
      direct.write('hello');
      await hear(direct, 6);
      expect(sums).toEqual({ up: 0, down: 0 });

      const routed = await openTunnel(proxy, 'web.example:80');
      routed.write('hello');
      await hear(routed, 6);
      expect(sums).toEqual({ up: 5, down: 6 });
      for (const socket of [direct, routed]) {
        socket.destroy();
        await closed(socket);
      }
    } finally {
      await proxy.close();
    }
  });
});
