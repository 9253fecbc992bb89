import { SocksClient } from 'socks';
import { describe, expect, test } from 'vitest';
import type { AddressGate } from '../model/dialer.ts';
import type { Pin } from '../model/route.ts';
import type { Step } from '../model/trace.ts';
import { closedAfterTest } from '../testing/closed-after-test.ts';
import { turns, until } from '../testing/event-loop.ts';
import { createFakeClock } from '../testing/fake-clock.ts';
import { startServer } from '../testing/servers.ts';
import { echo, sendAndHear } from '../testing/streams.ts';
import { closed, createTestTable, dialerTo, failingDialer, proxyWith, route, transport } from './harness.ts';
import type { LocalProxy } from './local-proxy.ts';

function through({ proxy, username, password }: Pin, host = 'web.whatsapp.com') {
  return SocksClient.createConnection({
    proxy: { host: proxy.host, port: proxy.port, type: 5, userId: username, password },
    command: 'connect',
    destination: { host, port: 443 },
  });
}

const noRoute = () => createTestTable(() => route([transport('other', failingDialer('connection_reset'))]));

describe('a pin', () => {
  test('is carried by its transport alone, and told whether that connected (F1)', async () => {
    const origin = await closedAfterTest(startServer(echo));
    const dialer = dialerTo(origin);
    const table = noRoute();
    const proxy: LocalProxy = await proxyWith({ table });
    const steps: Step[] = [];
    const good = proxy.pins.pin(transport('good', dialer), { trace: (step) => steps.push(step) });
    const { socket } = await through(good);
    expect(await sendAndHear(socket, 'ping')).toBe('ping');
    expect(dialer.targets).toEqual([{ host: 'web.whatsapp.com', port: 443 }]);
    expect(steps).toMatchObject([{ operation: 'read', failure: null, bytes: 4, address: '127.0.0.1' }]);
    expect(table.told).toEqual([]);
    socket.destroy();

    const bad = proxy.pins.pin(transport('bad', failingDialer('connection_refused')), {
      trace: () => undefined,
    });
    await expect(through(bad)).rejects.toThrow(/ConnectionRefused/);
  });

  test('hands trace and gate to the dialer', async () => {
    const origin = await closedAfterTest(startServer(echo));
    const proxy = await proxyWith({ table: noRoute() });
    const gate: AddressGate = { enter: () => Promise.resolve(() => undefined) };
    const trace = () => undefined;
    const seen: unknown[] = [];
    const dialer = dialerTo(origin);
    const way = transport('way', {
      dial(target, options) {
        seen.push(options.trace, options.gate);
        return dialer.dial(target, options);
      },
    });
    const { socket } = await through(proxy.pins.pin(way, { trace, gate }));
    expect(seen).toEqual([trace, gate]);
    socket.destroy();
  });

  test('works until it is released, and then fails rather than take another way (F1)', async () => {
    const origin = await closedAfterTest(startServer(echo));
    const proxy = await proxyWith();
    const pin = proxy.pins.pin(transport('good', dialerTo(origin)), { trace: () => undefined });
    const [one, two] = [await through(pin), await through(pin)];
    pin.release();
    await expect(through(pin)).rejects.toThrow(/[Aa]uth/);
    expect(await sendAndHear(one.socket, 'on')).toBe('on');
    one.socket.destroy();
    two.socket.destroy();
  });

  test('needs its own password', async () => {
    const origin = await closedAfterTest(startServer(echo));
    const proxy = await proxyWith();
    const pin = proxy.pins.pin(transport('good', dialerTo(origin)), { trace: () => undefined });
    await expect(through({ ...pin, password: 'wrong' })).rejects.toThrow(/[Aa]uth/);
  });

  test('has credentials that nobody else has', async () => {
    const proxy = await proxyWith();
    const pins = Array.from({ length: 50 }, () =>
      proxy.pins.pin(transport('t', failingDialer('eof_error')), { trace: () => undefined }),
    );
    expect(new Set(pins.flatMap(({ username, password }) => [username, password])).size).toBe(100);
  });
});

describe('the trace of a first answer', () => {
  async function traceOf(answer: Parameters<typeof startServer>[0], leave: boolean | number = false) {
    const clock = createFakeClock();
    const origin = await closedAfterTest(startServer(answer));
    const proxy = await proxyWith({ clock });
    const steps: Step[] = [];
    const pin = proxy.pins.pin(transport('way', dialerTo(origin)), { trace: (step) => steps.push(step) });
    const { socket } = await through(pin);
    socket.on('error', () => undefined);
    const gone = closed(socket);
    socket.resume().write('hello');
    if (leave !== false) {
      await until(() => origin.open() === 1);
      await turns(20);
      await clock.advance(Number(leave));
      socket.destroy();
    }
    await until(() => steps.length > 0);
    socket.destroy();
    await gone;
    return steps;
  }

  test('names a reset', async () => {
    const steps = await traceOf((socket) => socket.once('data', () => socket.resetAndDestroy()));
    expect(steps).toMatchObject([{ operation: 'read', failure: 'connection_reset', bytes: 0 }]);
  });

  test('names an end', async () => {
    const steps = await traceOf((socket) => socket.once('data', () => socket.end()));
    expect(steps).toMatchObject([{ failure: 'eof_error' }]);
  });

  test('tells silence from a client that merely left', async () => {
    expect(await traceOf((socket) => socket.resume(), 5_000)).toMatchObject([
      { failure: 'generic_timeout_error' },
    ]);
    expect(await traceOf((socket) => socket.resume(), 100)).toMatchObject([{ failure: 'interrupted' }]);
  });
});
