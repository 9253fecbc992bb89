import { describe, expect, test } from 'vitest';
import { until } from '../testing/event-loop.ts';
import { createFakeClock } from '../testing/fake-clock.ts';
import { buildHello, inRecords } from '../testing/hellos.ts';
import { hear } from '../testing/streams.ts';
import {
  dialerTo,
  HELLO,
  hearAll,
  NAME,
  openTunnel,
  proxyFor,
  route,
  startFlightServer,
  startResetting,
  startSilent,
  transport,
} from './harness.ts';

describe('what is never sent twice', () => {
  const EARLY = inRecords(buildHello({ serverName: NAME, after: [[42, new Uint8Array(0)]] }));

  test.each([
    ['a hello that announces early data', 443, EARLY],
    ['a hello with something behind it', 443, Buffer.concat([HELLO, Buffer.of(20, 3, 3, 0, 1, 1)])],
    ['what is no TLS', 443, Buffer.from('SSH-2.0-x\r\n')],
    ['HTTP', 80, Buffer.from('POST / HTTP/1.1\r\nHost: a\r\n\r\n')],
  ])('%s (D4)', async (_what, port, flight) => {
    const [first, second] = await Promise.all([startResetting(), startSilent()]);
    const { proxy, told } = await proxyFor(
      route([transport('first', dialerTo(first)), transport('second', dialerTo(second))]),
    );
    const client = await openTunnel(proxy, `${NAME}:${port}`);
    client.write(flight);
    expect(await hearAll(client)).toBe('reset');
    expect(first.flights).toEqual([flight]);
    expect(second.accepted()).toBe(0);
    await until(() => told.length > 0);
    expect(told).toEqual(['first failed: connection_reset']);
  });

  test('a hello whose client went on before the server spoke (D4)', async () => {
    const clock = createFakeClock();
    let heard = '';
    const first = await startFlightServer((socket) =>
      socket.on('data', (more: Buffer) => {
        heard += more.toString();
      }),
    );
    const second = await startSilent();
    const rungs = [transport('first', dialerTo(first)), transport('second', dialerTo(second))];
    const { proxy, told } = await proxyFor(route(rungs), { clock });
    const client = await openTunnel(proxy, `${NAME}:443`);
    client.write(HELLO);
    await until(() => first.flights.length === 1);
    client.write('more');
    await until(() => heard === 'more');
    await clock.advance(10_000);
    expect([first.open(), second.accepted(), told]).toEqual([1, 0, []]);
    client.destroy();
  });

  test('HTTP to a host whose chat protocol may be (D4)', async () => {
    const [first, second] = await Promise.all([startResetting(), startSilent()]);
    const rungs = [transport('first', dialerTo(first)), transport('second', dialerTo(second))];
    const { proxy } = await proxyFor(route(rungs, 'obfuscated2'));
    const client = await openTunnel(proxy, '149.154.167.51:80');
    client.write(`POST /api HTTP/1.1\r\nHost: a\r\n\r\n${'x'.repeat(100)}`);
    expect(await hearAll(client)).toBe('reset');
    expect(second.accepted()).toBe(0);
  });
});

describe('a chat protocol that data marks replayable', () => {
  const OPAQUE = Buffer.alloc(105, 0xc3);

  test.each([
    ['noise', 5222, Buffer.from('WA\x06\x03\x00\x00\x24hello')],
    ['noise', 443, Buffer.from('ED\0\x01\x00\x00\x04abcdWA\x06\x03')],
    ['obfuscated2', 443, OPAQUE],
    ['obfuscated2', 80, OPAQUE],
  ] as const)('%s on port %i goes to the next rung (D4)', async (replayable, port, flight) => {
    const [first, second] = await Promise.all([
      startResetting(),
      startFlightServer((socket) => socket.write('ok')),
    ]);
    const rungs = [transport('first', dialerTo(first)), transport('second', dialerTo(second))];
    const { proxy, told } = await proxyFor(route(rungs, replayable));
    const client = await openTunnel(proxy, `149.154.167.51:${port}`);
    client.write(flight);
    expect(await hear(client, 2)).toBe('ok');
    expect(second.flights).toEqual([flight]);
    expect(told).toEqual(['first failed: connection_reset', 'second carried']);
    client.destroy();
  });

  test('with all that was sent before the first server byte', async () => {
    const clock = createFakeClock();
    let heard = 0;
    const first = await startFlightServer((socket, flight) => {
      heard = flight.length;
      socket.on('data', (more: Buffer) => {
        heard += more.length;
      });
    });
    const second = await startFlightServer((socket) => socket.write('ok'));
    const rungs = [transport('first', dialerTo(first)), transport('second', dialerTo(second))];
    const { proxy } = await proxyFor(route(rungs, 'obfuscated2'), { clock });
    const client = await openTunnel(proxy, '149.154.167.51:443');
    client.write(OPAQUE.subarray(0, 64));
    await until(() => heard === 64);
    client.write(OPAQUE.subarray(64));
    await until(() => heard === OPAQUE.length);
    await clock.advance(3_100);
    expect(await hear(client, 2)).toBe('ok');
    expect(second.flights).toEqual([OPAQUE]);
    client.destroy();
  });

  test('another protocol on the same port does not (D4)', async () => {
    const [first, second] = await Promise.all([startResetting(), startSilent()]);
    const rungs = [transport('first', dialerTo(first)), transport('second', dialerTo(second))];
    const { proxy } = await proxyFor(route(rungs, 'noise'));
    const client = await openTunnel(proxy, 'g.whatsapp.net:5222');
    client.write('<?xml version="1.0"?>');
    expect(await hearAll(client)).toBe('reset');
    expect(second.accepted()).toBe(0);
  });
});
