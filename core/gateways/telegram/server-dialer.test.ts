import { once } from 'node:events';
import { afterEach, describe, expect, test } from 'vitest';
import type { HostPort } from '../../model/address.ts';
import { type Framing, openObfuscated } from '../../net/obfuscated2.ts';
import { systemClock, systemRandom } from '../../net/system-clock.ts';
import { createLoopbackDialer } from '../../testing/loopback-dialer.ts';
import { startServer } from '../../testing/servers.ts';
import { netError } from '../../testing/streams.ts';
import { createMtprotoServerDialer } from './server-dialer.ts';
import { type StandInOptions, startMtprotoServer } from './testing/mtproto-server.ts';

const KEY = Buffer.from('00112233445566778899aabbccddeeff', 'hex');
const DOMAIN = 'www.example.org';
const PLAIN = KEY.toString('hex');
const PADDED = `dd${PLAIN}`;
const TLS = `ee${PLAIN}${Buffer.from(DOMAIN).toString('hex')}`;
const CENTRE = { host: '149.154.167.51', port: 443 };
const { signal } = new AbortController();
const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function begin(options: Partial<StandInOptions> = {}) {
  const server = await startMtprotoServer({ key: KEY, ...options });
  closing.push(server.close);
  const inner = createLoopbackDialer();
  const through = (secret: string, host: HostPort = server) =>
    createMtprotoServerDialer(
      inner,
      { ...host, credentials: { username: secret, password: '' } },
      { clock: systemClock, random: systemRandom },
    );
  return { server, through, inner };
}

describe('through somebody’s MTProto proxy', () => {
  test.each<[string, Framing, string, object]>([
    ['abridged', 'abridged', PADDED, { isPadded: true }],
    ['intermediate', 'intermediate', TLS, { domain: DOMAIN }],
    ['abridged', 'abridged', PLAIN, {}],
  ])(
    'an app’s %s packets come as the proxy takes them, and back as the app does (G3)',
    async (_, framing, secret, options) => {
      const { server, through } = await begin(options);
      const stream = await through(secret).dial(CENTRE, { signal });
      const app = openObfuscated({ framing, centre: 2 }, { random: systemRandom });
      const message = Buffer.concat([Buffer.alloc(8, 1), Buffer.alloc(16, 2), Buffer.alloc(160 * 1024, 3)]);
      const words = message.length / 4;
      const length = Buffer.alloc(4);
      length.writeUInt32LE(framing === 'abridged' ? words * 256 + 0x7f : message.length);
      const packet = Buffer.concat([length, message]);
      stream.write(Buffer.concat([app.header, app.hide(packet)]));
      let heard: Buffer = Buffer.alloc(0);
      while (heard.length < packet.length) {
        const chunk: unknown = stream.read();
        if (chunk instanceof Buffer) heard = Buffer.concat([heard, app.reveal(chunk)]);
        else await once(stream, 'readable');
      }
      expect(heard.equals(packet)).toBe(true);
      expect(server.complaints).toEqual([]);
      stream.resume().end();
      await once(stream, 'close');
      await expect.poll(() => server.open()).toBe(0);
    },
  );

  test('a site that does not know the key is no proxy of this link’s, and hears nothing more (G3)', async () => {
    const { through } = await begin({
      domain: DOMAIN,
      respond: (answer) => Buffer.from(answer).fill(9, 20, 21),
    });
    const failed = await netError(through(TLS).dial(CENTRE, { signal }));
    expect(failed).toMatchObject({ operation: 'proxy', failure: 'x_proxy_bad_credentials' });
  });

  test.each([
    ['an alert', Buffer.from('15030300020228', 'hex'), 'x_proxy_bad_credentials'],
    ['a web page', Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'), 'x_proxy_not_a_proxy'],
    ['an end', Buffer.alloc(0), 'x_proxy_not_a_proxy'],
  ])('%s in place of its hello is told apart (N11)', async (_, answer, failure) => {
    const { through } = await begin({ domain: DOMAIN, respond: () => answer });
    const dialling = through(TLS).dial(CENTRE, { signal });
    if (answer.length > 0) return expect(await netError(dialling)).toMatchObject({ failure });
    const server = await startServer((socket) => socket.once('data', () => socket.end()));
    closing.push(server.close);
    dialling.catch(() => undefined);
    expect(await netError(through(TLS, server).dial(CENTRE, { signal }))).toMatchObject({ failure });
  });

  test('another secret is noticed by the proxy, and its silence by us', async () => {
    const { server, through } = await begin({ isPadded: true });
    const stream = await through(`dd${'99'.repeat(16)}`).dial(CENTRE, { signal });
    const app = openObfuscated({ framing: 'padded', centre: 2 }, { random: systemRandom });
    stream.write(app.header);
    await new Promise<void>((resolve) => stream.resume().once('close', resolve));
    expect(stream.errored).toMatchObject({ operation: expect.any(String) });
    expect(server.complaints).toEqual(['not by this secret']);
  });

  test.each([
    ['a name', 'web.whatsapp.com'],
    ['somebody’s host', 'telegram.example'],
  ])('%s is not asked for at all', async (_, host) => {
    const { server, through } = await begin();
    const failed = await netError(through(PLAIN).dial({ host, port: 443 }, { signal }));
    expect(failed).toMatchObject({ failure: 'x_proxy_forbidden_target' });
    expect(server.accepted()).toBe(0);
  });

  test('what is no app’s connection does not go on (G3)', async () => {
    const { server, through } = await begin();
    const stream = await through(PLAIN).dial(CENTRE, { signal });
    const closed = new Promise<void>((resolve) => stream.once('close', resolve));
    stream.write(Buffer.concat([Buffer.from([0x16, 3, 1, 2, 0]), Buffer.alloc(200, 7)]), () => undefined);
    await closed;
    expect(stream.errored).toMatchObject({ failure: 'x_proxy_forbidden_target' });
    expect(server.centres).toEqual([]);
  });

  test.each([
    ['a plain secret', PLAIN, {}],
    ['fake TLS', TLS, { domain: DOMAIN }],
  ])(
    'many streams at once do not mix, and those called off at any moment leave nothing, by %s (N1)',
    async (_, secret, options) => {
      const { through, inner } = await begin(options);
      const dialer = through(secret);
      const talks = Array.from({ length: 30 }, async (_unused, index) => {
        const stream = await dialer.dial(CENTRE, { signal });
        const app = openObfuscated({ framing: 'abridged', centre: 2 }, { random: systemRandom });
        const packet = Buffer.concat([Buffer.of(18), Buffer.alloc(8, 1), Buffer.alloc(64, index + 1)]);
        stream.write(Buffer.concat([app.header, app.hide(packet)]));
        let heard: Buffer = Buffer.alloc(0);
        while (heard.length < packet.length) {
          const chunk: unknown = stream.read();
          if (chunk instanceof Buffer) heard = Buffer.concat([heard, app.reveal(chunk)]);
          else await once(stream, 'readable');
        }
        stream.destroy();
        return heard.equals(packet);
      });
      const calledOff = Array.from({ length: 20 }, (_unused, index) => {
        const aborter = new AbortController();
        const reason = new Error(`abort ${index}`);
        const dialling = dialer.dial(CENTRE, { signal: aborter.signal });
        setTimeout(() => aborter.abort(reason), index / 2);
        return dialling.then(
          (stream) => stream.destroy() && true,
          (error: unknown) => error === reason,
        );
      });
      expect(await Promise.all([...talks, ...calledOff])).not.toContain(false);
      await expect.poll(() => inner.open()).toBe(0);
    },
  );

  test('a stream ends or breaks when the proxy is gone (N11)', async () => {
    const { server, through } = await begin({ domain: DOMAIN });
    const stream = await through(TLS).dial(CENTRE, { signal });
    const over = new Promise<void>((resolve) => {
      stream
        .resume()
        .once('end', resolve)
        .once('error', () => resolve());
    });
    await server.close();
    await over;
    stream.destroy();
  });

  test('a proxy that is not there is named as such (N11)', async () => {
    const { server, through } = await begin();
    await server.close();
    expect(await netError(through(PLAIN).dial(CENTRE, { signal }))).toMatchObject({
      failure: 'x_proxy_refused',
    });
  });
});
