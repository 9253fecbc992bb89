import { once } from 'node:events';
import type { Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import type { HostPort } from '../model/address.ts';
import type { StreamDialer } from '../model/dialer.ts';
import { closedAfterTest } from '../testing/closed-after-test.ts';
import { until } from '../testing/event-loop.ts';
import { createFakeClock } from '../testing/fake-clock.ts';
import { buildHello, inRecords } from '../testing/hellos.ts';
import { startServer, type TestServer } from '../testing/servers.ts';
import { hear } from '../testing/streams.ts';
import {
  askTunnel,
  connectTo,
  createTestTable,
  dialerTo,
  failingDialer,
  HELLO,
  hearAll,
  NAME,
  openTunnel,
  proxyWith,
  route,
  SERVER_HELLO,
  transport,
} from './harness.ts';
import type { LocalProxyOptions } from './local-proxy.ts';

const OTHER_HELLO = inRecords(buildHello({ serverName: 'other.example' }));
const NAMELESS_HELLO = inRecords(buildHello({}));
const FORGED = '10.10.34.36';
const HONEST = '198.51.100.7';

interface Scene {
  readonly routed: ReturnType<typeof dialerTo>;
  readonly tunnel: (target: string) => Promise<Socket>;
  readonly status: (target: string) => Promise<string>;
}

/** A table that knows one name and no addresses; `direct` is how everything else is dialled. */
async function scene(direct: StreamDialer, options: Partial<LocalProxyOptions> = {}): Promise<Scene> {
  const routed = dialerTo(await answering(SERVER_HELLO));
  const knows = ({ host }: HostPort) => host === NAME;
  const table = createTestTable(
    (target) => (knows(target) ? route([transport('way', routed)]) : { kind: 'direct' }),
    [FORGED],
  );
  const proxy = await proxyWith({ table, direct, ...options });
  return {
    routed,
    tunnel: (target) => openTunnel(proxy, target),
    status: async (target) => askTunnel(await connectTo(proxy), target),
  };
}

function answering(answer: Uint8Array): Promise<TestServer> {
  return closedAfterTest(startServer((socket) => socket.once('data', () => socket.write(answer))));
}

describe('what is nobody’s goes straight out', () => {
  test('to the name that was asked for, whatever the hello says (D5)', async () => {
    const direct = dialerTo(await answering(Buffer.from('direct')));
    const { tunnel, routed } = await scene(direct);
    const client = await tunnel('fronting.example:443');
    client.write(HELLO);
    expect(await hear(client, 6)).toBe('direct');
    expect(direct.targets).toEqual([{ host: 'fronting.example', port: 443 }]);
    expect(routed.targets).toEqual([]);
    client.destroy();
  });

  test('to the address that was asked for, as long as that can be reached (D5, D6)', async () => {
    const direct = dialerTo(await answering(Buffer.from('direct')));
    const { tunnel, routed } = await scene(direct);
    const client = await tunnel(`${HONEST}:443`);
    client.write(HELLO);
    expect(await hear(client, 6)).toBe('direct');
    expect(routed.targets).toEqual([]);
    client.destroy();
  });

  test('where the server speaks first (D5)', async () => {
    const banner = await closedAfterTest(startServer((socket) => socket.write('220 hello')));
    const { tunnel } = await scene(dialerTo(banner));
    const client = await tunnel('mail.example:25');
    expect(await hear(client, 9)).toBe('220 hello');
    client.destroy();
  });

  test('to a printer on the own network', async () => {
    const direct = dialerTo(await answering(Buffer.from('paper')));
    const { tunnel } = await scene(direct);
    const client = await tunnel('192.168.1.9:631');
    client.write('print');
    expect(await hear(client, 5)).toBe('paper');
    client.destroy();
  });

  test.each([
    ['connection_refused', '502'],
    ['generic_timeout_error', '504'],
    ['dns_nxdomain_error', '502'],
  ] as const)('and a failure is told: %s is %s', async (failure, status) => {
    const { status: ask } = await scene(failingDialer(failure));
    expect(await ask('example.org:443')).toBe(status);
    expect(await ask(`${HONEST}:80`)).toBe(status);
  });
});

describe('an address that is a known forgery', () => {
  test('gives way to the name in the hello (D6)', async () => {
    const direct = dialerTo(await answering(Buffer.from('block page')));
    const { tunnel, routed } = await scene(direct);
    const client = await tunnel(`${FORGED}:443`);
    client.write(HELLO);
    expect(Buffer.from(await hear(client, SERVER_HELLO.length))).toEqual(SERVER_HELLO);
    expect(routed.targets).toEqual([{ host: NAME, port: 443 }]);
    expect(direct.targets).toEqual([]);
    client.destroy();
  });

  test.each([
    ['another name', OTHER_HELLO],
    ['no name', NAMELESS_HELLO],
    ['no hello', Buffer.from('GET / HTTP/1.1\r\n\r\n')],
  ])('is dialled as asked for %s (D6)', async (_what, flight) => {
    const direct = dialerTo(await answering(Buffer.from('direct')));
    const { tunnel, routed } = await scene(direct);
    const client = await tunnel(`${FORGED}:443`);
    client.write(flight);
    expect(await hear(client, 6)).toBe('direct');
    expect(direct.targets).toEqual([{ host: FORGED, port: 443 }]);
    expect(routed.targets).toEqual([]);
    client.destroy();
  });

  test('is dialled as asked for a client that says nothing for 300 ms', async () => {
    const clock = createFakeClock();
    const direct = dialerTo(await answering(Buffer.from('direct')));
    const { tunnel } = await scene(direct, { clock });
    const client = await tunnel(`${FORGED}:443`);
    await clock.advance(290);
    expect(direct.targets).toEqual([]);
    await clock.advance(20);
    await until(() => direct.targets.length === 1);
    client.write(HELLO);
    expect(await hear(client, 6)).toBe('direct');
    client.destroy();
  });

  test('is dialled as asked on other ports, without a look', async () => {
    const direct = dialerTo(await answering(Buffer.from('direct')));
    const { tunnel } = await scene(direct);
    const client = await tunnel(`${FORGED}:5222`);
    expect(direct.targets).toEqual([{ host: FORGED, port: 5222 }]);
    client.destroy();
  });
});

describe('an address that cannot be reached', () => {
  test.each(['connection_refused', 'generic_timeout_error', 'host_unreachable'] as const)(
    '(%s) gives way to the name in the hello (D6)',
    async (failure) => {
      const { tunnel, routed } = await scene(failingDialer(failure));
      const client = await tunnel(`${HONEST}:443`);
      client.write(HELLO);
      expect(Buffer.from(await hear(client, SERVER_HELLO.length))).toEqual(SERVER_HELLO);
      expect(routed.targets).toEqual([{ host: NAME, port: 443 }]);
      client.destroy();
    },
  );

  test('is a failure for any other name', async () => {
    const { tunnel } = await scene(failingDialer('connection_refused'));
    const client = await tunnel(`${HONEST}:443`);
    client.write(OTHER_HELLO);
    expect(await hearAll(client)).toBe('reset');
  });

  test('for want of a network of its family is told at once, so that the app takes the other', async () => {
    const { status } = await scene(failingDialer('network_unreachable'));
    expect(await status('[2001:db8::7]:443')).toBe('502');
  });
});

test('a name that leads back to our own port is refused (D8)', async () => {
  const proxyPort = { host: '127.0.0.1', port: 0 };
  const back: StreamDialer = { dial: (_target, options) => dialerTo(proxyPort).dial(proxyPort, options) };
  const proxy = await proxyWith({ direct: back });
  proxyPort.port = proxy.port;
  expect(await askTunnel(await connectTo(proxy), 'sneaky.example:80')).toBe('403');
  for (const host of [
    '127.0.0.1',
    'localhost',
    '127.9.9.9',
    '[::1]',
    '0.0.0.0',
    '[::]',
    '[::ffff:127.0.0.1]',
  ]) {
    expect(await askTunnel(await connectTo(proxy), `${host}:${proxy.port}`)).toBe('403');
  }
  await until(() => proxy.connections() <= 8);
});

test('a server that closes is seen to close', async () => {
  const server = await closedAfterTest(startServer((socket) => socket.end('bye')));
  const { tunnel } = await scene(dialerTo(server));
  const client = await tunnel('example.org:80');
  const ended = once(client, 'end');
  expect(await hear(client, 3)).toBe('bye');
  client.resume();
  await ended;
  client.destroy();
});
