import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { HostPort } from '../model/address.ts';
import type { StreamDialer } from '../model/dialer.ts';
import type { Resolver } from '../model/resolver.ts';
import type { Transport } from '../model/transport.ts';
import { udpDialer } from '../net/packet.ts';
import { systemClock } from '../net/system-clock.ts';
import { createLoopbackDialer } from '../testing/loopback-dialer.ts';
import { startServer, type TestServer } from '../testing/servers.ts';
import { netError } from '../testing/streams.ts';
import { buildTransport, serverId, type Toolbox, UnknownResolverError } from './build.ts';
import { parseExpression } from './expression.ts';

const never = new AbortController().signal;
const target = { host: 'web.example', port: 443 };

/** A toolbox whose direct dialer answers for every name with one server, and notes what it is asked for. */
function toolboxTo(server: HostPort, asked: string[] = []): Toolbox {
  const loopback = createLoopbackDialer();
  const resolver = (id: string): Resolver => ({ id, resolve: () => Promise.reject(new Error('not asked')) });
  return {
    resolver: (id) => (id === 'doh:nobody' ? undefined : resolver(id)),
    direct: ({ id }): StreamDialer => ({
      dial(to, options) {
        asked.push(`${id} → ${to.host}:${to.port}`);
        return loopback.dial(server, options);
      },
    }),
    directPackets: () => udpDialer,
    roots: [],
    dataCentreAt: () => undefined,
    clock: systemClock,
    random: { bytes: (length) => new Uint8Array(length), uniform: () => 0 },
    hostKeys: { known: () => undefined, pin: async () => undefined, suspect: () => undefined },
    sshAgent: () => null,
    kept: new Set(),
    idKey: createHash('sha256').update('key').digest(),
  };
}

function build(text: string, toolbox: Toolbox): Transport {
  const parsed = parseExpression(text);
  if (!parsed.ok) throw new Error(parsed.error.code);
  return buildTransport(parsed.expression, toolbox);
}

describe('A transport', () => {
  let server: TestServer;
  /** The first chunk each connection brings, and what it is answered with. */
  let heard: string[] = [];
  let answers: string[] = [];

  beforeAll(async () => {
    server = await startServer((socket) => {
      socket.on('data', (chunk) => {
        heard.push(chunk.toString('latin1'));
        const answer = answers.shift();
        if (answer !== undefined) socket.write(answer, 'latin1');
      });
    });
  });
  afterAll(() => server.close());

  test('is plain, a strategy or a server', () => {
    const described = [
      'system',
      'doh:quad9',
      'tlsfrag:sni',
      'doh:quad9 | tcpfrag:many',
      'socks5://a.example:1',
    ].map((text) => build(text, toolboxTo(server)));
    expect(described.map(({ kind, id }) => [kind, id.replace(/[0-9a-f]{16}$/, '…')])).toEqual([
      ['plain', 'system'],
      ['strategy', 'doh:quad9'],
      ['strategy', 'tlsfrag:sni'],
      ['strategy', 'doh:quad9 | tcpfrag:many'],
      ['server', 'server:…'],
    ]);
  });

  test('carries datagrams where each server of it does, and none without a server', () => {
    const key = Buffer.alloc(16).toString('base64').replaceAll('=', '%3D').replaceAll('/', '%2F');
    const carries = (text: string) => build(text, toolboxTo(server)).packets !== undefined;
    expect(
      [
        'socks5://a.example:1',
        `ss://2022-blake3-aes-128-gcm:${key}@a.example:1`,
        'tlsfrag:sni | socks5://a.example:1 | ss://aes-128-gcm:key@b.example:1',
        'system',
        'doh:quad9 | tlsfrag:sni',
        'http-proxy://a.example:1',
        'socks4a://a.example:1 | socks5://b.example:1',
        'ss://aes-128-gcm:key@b.example:1 | ssh://me:key@a.example:1',
        'http-proxy://a.example:1 | trojan://key@b.example:1',
        'vless://b831381d-6324-4d53-ad4f-8cda48b30811@a.example:1',
      ].map(carries),
    ).toEqual([true, true, true, false, false, false, false, false, true, true]);
  });

  test('of a server has an id and a label without secrets, stable for one key and one password (N13)', () => {
    const toolbox = toolboxTo(server);
    const text = 'socks5://user:secret@10.0.0.5:1080 | tlsfrag:sni';
    const transport = build(text, toolbox);
    expect(transport.label).toBe('socks5://•••@10.0.0.5:1080 | tlsfrag:sni');
    expect(transport.id).toMatch(/^server:[0-9a-f]{16}$/);
    expect(build(text.replace('|', ' | '), toolbox).id).toBe(transport.id);
    expect(build(text.replace('secret', 'other'), toolbox).id).not.toBe(transport.id);
    expect(build(text, { ...toolbox, idKey: new Uint8Array(32) }).id).not.toBe(transport.id);
    const parsed = parseExpression(text);
    expect(parsed.ok && serverId(parsed.expression, toolbox.idKey)).toBe(transport.id);
  });

  test('without a proxy looks the target up with its resolver', async () => {
    const asked: string[] = [];
    const stream = await build('doh:quad9 | tlsfrag:sni', toolboxTo(server, asked)).dialer.dial(target, {
      signal: never,
    });
    stream.destroy();
    expect(asked).toEqual(['doh:quad9 → web.example:443']);
  });

  test('through a proxy looks the proxy up, and hands it the target’s name', async () => {
    [heard, answers] = [[], ['HTTP/1.1 200 OK\r\n\r\n']];
    const asked: string[] = [];
    const transport = build('dot:quad9 | http-proxy://proxy.example:8080', toolboxTo(server, asked));
    (await transport.dialer.dial(target, { signal: never })).destroy();
    expect(asked).toEqual(['dot:quad9 → proxy.example:8080']);
    expect(heard).toEqual(['CONNECT web.example:443 HTTP/1.1\r\nHost: web.example:443\r\n\r\n']);
  });

  test('goes to the leftmost proxy first, through it to the next (N12)', async () => {
    [heard, answers] = [
      [],
      ['\x05\x00', '\x05\x00\x00\x01\x00\x00\x00\x00\x00\x00', '\x00\x5a\x00\x00\x00\x00\x00\x00'],
    ];
    const asked: string[] = [];
    const transport = build('socks5://a.example:1080 | socks4a://b.example:1081', toolboxTo(server, asked));
    (await transport.dialer.dial(target, { signal: never })).destroy();
    expect(asked).toEqual(['system → a.example:1080']);
    expect(heard).toEqual([
      '\x05\x01\x00',
      '\x05\x01\x00\x03\x09b.example\x04\x39',
      '\x04\x01\x01\xbb\x00\x00\x00\x01\x00web.example\x00',
    ]);
  });

  test('with a shape left of an https-proxy cuts our own hello to it', async () => {
    [heard, answers] = [[], []];
    const aborted = new AbortController();
    const dialled = build('tlsfrag:sni | https-proxy://proxy.example:443', toolboxTo(server)).dialer.dial(
      target,
      {
        signal: aborted.signal,
      },
    );
    await expect.poll(() => heard.join('').length).toBeGreaterThan(100);
    aborted.abort(new Error('seen enough'));
    await expect(dialled).rejects.toThrow('seen enough');
    const hello = Buffer.from(heard.join(''), 'latin1');
    const firstRecord = 5 + hello.readUInt16BE(3);
    expect(firstRecord).toBeLessThan(hello.length);
    expect([hello[0], hello[firstRecord]]).toEqual([22, 22]);
    expect(hello.includes('proxy.example')).toBe(false);
  });

  test('with a resolver that is not in the catalogue is not built', async () => {
    expect(() => build('doh:nobody', toolboxTo(server))).toThrow(UnknownResolverError);
  });

  test('with an https-proxy that does not speak TLS says so', async () => {
    [heard, answers] = [[], ['HTTP/1.1 400 Bad Request\r\n\r\n']];
    const { dialer } = build('https-proxy://proxy.example:443', toolboxTo(server));
    expect((await netError(dialer.dial(target, { signal: never }))).failure).toBe('x_proxy_not_a_proxy');
  });
});
