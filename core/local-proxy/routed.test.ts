import { once } from 'node:events';
import type { Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { afterAll, describe, expect, test } from 'vitest';
import type { HostPort } from '../model/address.ts';
import { createShapingDialer } from '../net/client-hello/shape-stream.ts';
import { noteRoundTrip } from '../net/round-trip.ts';
import { systemClock } from '../net/system-clock.ts';
import { createAuthority } from '../testing/authority.ts';
import { turns, until } from '../testing/event-loop.ts';
import { createFakeClock } from '../testing/fake-clock.ts';
import { startTlsServer } from '../testing/servers.ts';
import { echo, hear, sendAndHear } from '../testing/streams.ts';
import {
  askTunnel,
  connectTo,
  dialerTo,
  failingDialer,
  HELLO,
  hearAll,
  NAME,
  openTunnel,
  proxyFor,
  route,
  SERVER_HELLO,
  startFlightServer,
  startResetting,
  startSilent,
  transport,
} from './harness.ts';
import type { LocalProxy } from './local-proxy.ts';

const authority = createAuthority();
const identity = authority.issue([NAME]);

const good = await startTlsServer(identity, echo);
afterAll(() => good.close());

async function openTls(proxy: LocalProxy, target = `${NAME}:443`): Promise<TLSSocket> {
  const socket = await openTunnel(proxy, target);
  const tls = connectTls({ socket, servername: NAME, ca: authority.cert });
  await once(tls, 'secureConnect');
  return tls;
}

const carried = (server: HostPort) => transport('good', dialerTo(server));

describe('a rung that does not carry is left for the next within the same client connection', () => {
  test.each([
    ['resets', 'connection_reset', (socket: Socket) => socket.resetAndDestroy()],
    ['hangs up', 'eof_error', (socket: Socket) => socket.end()],
    [
      'answers with a block page',
      'x_unexpected_answer',
      (socket: Socket) => socket.end('HTTP/1.1 403 No\r\n\r\n'),
    ],
    ['answers with noise', 'x_unexpected_answer', (socket: Socket) => socket.write('\x17\x99\x99\x00\x00')],
  ])('when it %s (D3)', async (_what, failure, answer) => {
    const bad = await startFlightServer(answer);
    const { proxy, told } = await proxyFor(route([transport('bad', dialerTo(bad)), carried(good)]));
    const tls = await openTls(proxy);
    expect(await sendAndHear(tls, 'ping')).toBe('ping');
    expect(told).toEqual([`bad failed: ${failure}`, 'good carried']);
    expect(bad.flights.length).toBe(1);
    tls.destroy();
  });

  test('when it cannot be dialled (D3)', async () => {
    const bad = transport('bad', failingDialer('host_unreachable'));
    const { proxy, told } = await proxyFor(route([bad, carried(good)]));
    (await openTls(proxy)).destroy();
    expect(told).toEqual(['bad failed: host_unreachable', 'good carried']);
  });

  test('when it is silent for three seconds (D3)', async () => {
    const clock = createFakeClock();
    const [bad, answering] = await Promise.all([
      startSilent(),
      startFlightServer((socket) => socket.write(SERVER_HELLO)),
    ]);
    const { proxy, told } = await proxyFor(route([transport('bad', dialerTo(bad)), carried(answering)]), {
      clock,
    });
    const client = await openTunnel(proxy, `${NAME}:443`);
    client.write(HELLO);
    await until(() => bad.flights.length === 1);
    await clock.advance(2_990);
    expect(told).toEqual([]);
    await clock.advance(20);
    await until(() => told.length === 2);
    expect(told).toEqual(['bad failed: generic_timeout_error', 'good carried']);
    expect(answering.flights).toEqual([HELLO]);
    expect((await hear(client, 9)).length).toBeGreaterThan(0);
    client.destroy();
  });

  test('when it is silent for ten round trips, where these are long', async () => {
    const clock = createFakeClock();
    const bad = await startSilent();
    const dialer = dialerTo(bad);
    const slow = transport('slow', {
      async dial(target, options) {
        const stream = await dialer.dial(target, options);
        noteRoundTrip(stream, 800);
        return stream;
      },
    });
    const { proxy, told } = await proxyFor(route([slow, carried(good)]), { clock });
    const client = await openTunnel(proxy, `${NAME}:443`);
    client.write(HELLO);
    await until(() => bad.flights.length === 1);
    await clock.advance(7_900);
    expect(told).toEqual([]);
    await clock.advance(200);
    await until(() => told.length > 0);
    expect(told[0]).toBe('slow failed: generic_timeout_error');
    client.destroy();
  });

  test('and the same flight is sent again, however it arrived (D3)', async () => {
    const [first, second] = await Promise.all([
      startResetting(),
      startFlightServer((socket) => socket.write(SERVER_HELLO)),
    ]);
    const { proxy } = await proxyFor(route([transport('bad', dialerTo(first)), carried(second)]));
    const client = await openTunnel(proxy, `${NAME}:443`);
    for (const byte of HELLO) {
      client.write(Uint8Array.of(byte));
      await turns(1);
    }
    await until(() => second.flights.length === 1);
    expect([first.flights, second.flights]).toEqual([[HELLO], [HELLO]]);
    client.destroy();
  });

  test('through three rungs, one of them a shaper (D3)', async () => {
    const [one, two] = await Promise.all([startResetting(), startResetting()]);
    const shaping = createShapingDialer(dialerTo(good), { records: 'sni' }, { clock: systemClock });
    const rungs = [transport('a', dialerTo(one)), transport('b', dialerTo(two)), transport('c', shaping)];
    const { proxy, told } = await proxyFor(route(rungs));
    const tls = await openTls(proxy);
    const text = 'x'.repeat(20_000);
    expect(await sendAndHear(tls, text)).toBe(text);
    expect(told).toEqual(['a failed: connection_reset', 'b failed: connection_reset', 'c carried']);
    tls.destroy();
  });
});

describe('a right answer', () => {
  test('may come byte by byte', async () => {
    const slow = await startFlightServer(async (socket) => {
      for (const byte of SERVER_HELLO) {
        socket.write(Uint8Array.of(byte));
        await turns(1);
      }
    });
    const { proxy, told } = await proxyFor(route([carried(slow)]));
    const client = await openTunnel(proxy, `${NAME}:443`);
    client.write(HELLO);
    expect(Buffer.from(await hear(client, SERVER_HELLO.length))).toEqual(SERVER_HELLO);
    expect(told).toEqual(['good carried']);
    client.destroy();
  });

  test("may be the server's own refusal in TLS's words", async () => {
    const refusing = await startFlightServer((socket) => socket.end(Buffer.of(21, 3, 3, 0, 2, 2, 112)));
    const never = await startSilent();
    const { proxy, told } = await proxyFor(route([carried(refusing), transport('next', dialerTo(never))]));
    const client = await openTunnel(proxy, `${NAME}:443`);
    client.write(HELLO);
    expect(await hear(client, 7)).toHaveLength(7);
    expect(told).toEqual(['good carried']);
    expect(never.flights).toEqual([]);
    client.destroy();
  });
});

describe('when no rung is left', () => {
  test('a client that was told its tunnel is open is reset', async () => {
    const bad = await startResetting();
    const { proxy, told } = await proxyFor(route([transport('bad', dialerTo(bad))]));
    const client = await openTunnel(proxy, `${NAME}:443`);
    client.write(HELLO);
    expect(await hearAll(client)).toBe('reset');
    expect(told).toEqual(['bad failed: connection_reset']);
  });

  test.each([
    ['connection_refused', '502'],
    ['generic_timeout_error', '504'],
    ['dns_nxdomain_error', '502'],
  ] as const)('one that was not is told: %s is %s', async (failure, status) => {
    const { proxy } = await proxyFor(route([transport('bad', failingDialer(failure))]));
    expect(await askTunnel(await connectTo(proxy), `${NAME}:80`)).toBe(status);
  });

  test('and only certain ways are allowed, it is refused at once (D7)', async () => {
    const { proxy } = await proxyFor({ kind: 'refuse', key: { messenger: 'whatsapp', purpose: 'web' } });
    expect(await askTunnel(await connectTo(proxy), `${NAME}:443`)).toBe('403');
  });
});

test.each([
  '10.1.2.3:443',
  '192.168.1.1:80',
  '169.254.1.1:80',
  '[fd00::1]:443',
  '127.0.0.1:80',
  'localhost:80',
])("%s is never asked of somebody's server (D8)", async (target) => {
  const dialer = dialerTo(good);
  const { proxy } = await proxyFor(route([transport('theirs', dialer, 'server')]));
  expect(await askTunnel(await connectTo(proxy), target)).toBe('403');
  expect(dialer.targets).toEqual([]);
});

test('a connection that freezes in the middle of a record is told of once, and left alone', async () => {
  const clock = createFakeClock();
  const freezing = await startFlightServer((socket) => {
    socket.write(Buffer.concat([Buffer.of(22, 3, 3, 0x40, 0, 2), Buffer.alloc(9_000)]));
    socket.once('data', () => socket.write('late'));
  });
  const { proxy, told } = await proxyFor(route([carried(freezing)]), { clock });
  const client = await openTunnel(proxy, `${NAME}:443`);
  client.write(HELLO);
  await hear(client, 9_006);
  await clock.advance(9_000);
  expect(told).toEqual(['good carried']);
  await clock.advance(60_000);
  expect(told).toEqual(['good carried', 'good froze after 9006']);
  client.write('still there?');
  expect(await hear(client, 4)).toBe('late');
  client.destroy();
});

test('a client that leaves takes its dial along', async () => {
  let dials = 0;
  let aborted = false;
  const hanging = transport('hanging', {
    dial: (_target, { signal }) =>
      new Promise((_resolve, reject) => {
        dials += 1;
        signal.addEventListener('abort', () => {
          aborted = true;
          reject(signal.reason);
        });
      }),
  });
  const { proxy, told } = await proxyFor(route([hanging]));
  const client = await openTunnel(proxy, `${NAME}:443`);
  client.write(HELLO);
  await until(() => dials === 1);
  client.resetAndDestroy();
  await until(() => aborted && proxy.connections() === 0);
  expect(told).toEqual([]);
});

test('a client that says nothing for two minutes is let go, and nobody was dialled for it', async () => {
  const clock = createFakeClock();
  const dialer = dialerTo(good);
  const { proxy } = await proxyFor(route([transport('way', dialer)]), { clock });
  const client = await openTunnel(proxy, `${NAME}:443`);
  const gone = hearAll(client);
  await clock.advance(119_000);
  expect(proxy.connections()).toBe(1);
  await clock.advance(2_000);
  expect(await gone).toBe('reset');
  expect(dialer.targets).toEqual([]);
});
