import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { StreamDialer } from '../../model/dialer.ts';
import { type Authority, createAuthority } from '../../testing/authority.ts';
import { type Daemon, findProgram } from '../../testing/daemon.ts';
import { createLoopbackDialer } from '../../testing/loopback-dialer.ts';
import { refusedPort } from '../../testing/ports.ts';
import { startServer, type TestServer } from '../../testing/servers.ts';
import { echo, netError, sendAndHear } from '../../testing/streams.ts';
import { startV2ray } from '../../testing/v2ray.ts';
import { createTrojanDialer } from '../trojan/dialer.ts';
import { createVlessDialer } from '../vless/dialer.ts';
import type { Carriage } from './carriage.ts';

const isHere = findProgram('v2ray') !== undefined;
const suite = isHere ? describe : describe.skip;
const never = new AbortController().signal;
const inner = createLoopbackDialer();
const UUID = 'b831381d-6324-4d53-ad4f-8cda48b30811';
const OTHER_UUID = 'b831381d-6324-4d53-ad4f-8cda48b30812';
const NAME = 'web.example.org';
const ways = [
  { protocol: 'trojan', secret: 'пароль:|@', path: undefined },
  { protocol: 'trojan', secret: 'geheim', path: '/chat' },
  { protocol: 'vless', secret: UUID, path: undefined },
  { protocol: 'vless', secret: UUID, path: '/way' },
] as const;
type WayIn = (typeof ways)[number];

suite(`Through V2Ray${isHere ? '' : ' (skipped: not installed here: v2ray)'}`, () => {
  const servers = new Map<WayIn, Daemon>();
  let authority: Authority;
  let target: TestServer;

  beforeAll(async () => {
    authority = createAuthority();
    const identity = authority.issue([NAME]);
    target = await startServer(echo);
    for (const way of ways) {
      const { protocol, secret, path } = way;
      servers.set(way, await startV2ray({ protocol, secret, identity, ...(path && { path }) }));
    }
  });
  afterAll(async () => {
    await Promise.all([...servers.values()].map((server) => server.stop()));
    await target.close();
    expect(inner.open()).toBe(0);
  });

  const through = (
    way: WayIn,
    {
      secret = way.secret,
      name = NAME,
      certificateName = name,
      roots = [authority.cert],
    }: { secret?: string; name?: string; certificateName?: string; roots?: string[] } = {},
  ): StreamDialer => {
    const server = servers.get(way);
    if (server === undefined) throw new Error('no such server');
    const carriage: Carriage = {
      ...{ serverName: name, certificateName },
      ...(way.path === undefined ? {} : { webSocket: { path: way.path } }),
    };
    const upstream = { ...server, credentials: { username: secret, password: '' } };
    const create = way.protocol === 'trojan' ? createTrojanDialer : createVlessDialer;
    return create(inner, upstream, { carriage, roots });
  };
  const dial = (dialer: StreamDialer, host = target.host) =>
    dialer.dial({ host, port: target.port }, { signal: never });
  const title = ({ protocol, path }: WayIn) => `${protocol}${path === undefined ? '' : ' in a web socket'}`;

  for (const way of ways) {
    test(`${title(way)} carries bytes both ways, to an address and to a name`, async () => {
      for (const host of [target.host, 'localhost']) {
        const stream = await dial(through(way), host);
        expect(await sendAndHear(stream, `to ${host}`)).toBe(`to ${host}`);
        expect(await sendAndHear(stream, 'and again')).toBe('and again');
        stream.destroy();
      }
    });

    test(`${title(way)}: a certificate for another name, whatever the hello says, or of nobody we trust, is refused (N4)`, async () => {
      const wrongName = await netError(dial(through(way, { name: 'other.example.org' })));
      expect(wrongName).toMatchObject({ operation: 'tls', failure: 'ssl_invalid_hostname' });
      const front = through(way, { name: 'other.example.org', certificateName: NAME });
      const stream = await dial(front);
      expect(await sendAndHear(stream, 'behind another name')).toBe('behind another name');
      stream.destroy();
      const stranger = await netError(dial(through(way, { roots: [createAuthority().cert] })));
      expect(stranger).toMatchObject({ operation: 'tls', failure: 'ssl_unknown_authority' });
    });

    test(`${title(way)}: with a wrong secret nothing of the target is heard`, async () => {
      const secret = way.protocol === 'vless' ? OTHER_UUID : 'wrong';
      const before = target.accepted();
      const stream = await dial(through(way, { secret }));
      const heard: unknown[] = [];
      stream.on('data', (chunk) => heard.push(chunk)).on('error', () => undefined);
      stream.write('hello');
      // Somebody who comes later with the right one gets through meanwhile.
      const other = await dial(through(way));
      expect(await sendAndHear(other, 'right')).toBe('right');
      expect(target.accepted()).toBe(before + 1);
      expect(heard).toEqual([]);
      for (const one of [stream, other]) one.destroy();
    });
  }

  test('a server without the web socket that was asked for is no proxy (N11)', async () => {
    const [bare] = ways;
    const server = servers.get(bare);
    if (server === undefined) throw new Error('no such server');
    const upstream = { ...server, credentials: { username: bare.secret, password: '' } };
    const carriage = { serverName: NAME, webSocket: { path: '/none' } };
    const dialer = createTrojanDialer(inner, upstream, {
      carriage,
      roots: [authority.cert],
      timeoutMs: 2000,
    });
    expect((await netError(dial(dialer))).failure).toMatch(/^x_proxy_(not_a_proxy|timed_out)$/);
  });

  test('nobody at the server’s port: refused (N11)', async () => {
    const upstream = { ...(await refusedPort()), credentials: { username: UUID, password: '' } };
    const dialer = createVlessDialer(inner, upstream, { carriage: {}, roots: [authority.cert] });
    expect((await netError(dial(dialer))).failure).toBe('x_proxy_refused');
  });
});
