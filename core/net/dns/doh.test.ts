import { once } from 'node:events';
import {
  createSecureServer,
  type Http2SecureServer,
  type IncomingHttpHeaders,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from 'node:http2';
import { decode } from 'dns-packet';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Operator } from '../../model/operators.ts';
import type { Step } from '../../model/trace.ts';
import { type Authority, createAuthority, type Identity } from '../../testing/authority.ts';
import { replyTo } from '../../testing/dns-servers.ts';
import { createLoopbackDialer } from '../../testing/loopback-dialer.ts';
import { createSeededRandom } from '../../testing/seeded-random.ts';
import { startTlsServer } from '../../testing/servers.ts';
import { netError } from '../../testing/streams.ts';
import { systemClock } from '../system-clock.ts';
import { createDohResolver } from './doh.ts';

const unending = () => new AbortController().signal;
let authority: Authority;
let byAddress: Identity;
let byName: Identity;
beforeAll(() => {
  authority = createAuthority();
  byAddress = authority.issue(['127.0.0.1']);
  byName = authority.issue(['dns.example']);
});
const cleanUps: (() => void)[] = [];
afterEach(() => {
  for (const cleanUp of cleanUps.splice(0)) cleanUp();
});

type Handle = (stream: ServerHttp2Stream, body: Buffer, headers: IncomingHttpHeaders) => void;

const honest: Handle = (stream, body) => {
  stream.respond({ ':status': 200, 'content-type': 'application/dns-message' });
  stream.end(replyTo(decode(body), { addresses: ['203.0.113.1'] }));
};

async function startHttp2(handle: Handle, identity: Identity = byAddress) {
  const server: Http2SecureServer = createSecureServer(identity);
  const sessions: ServerHttp2Session[] = [];
  const serverNames: unknown[] = [];
  server.on('secureConnection', (socket) => serverNames.push(socket.servername));
  server.on('session', (session) => {
    sessions.push(session);
    session.on('error', () => undefined);
  });
  server.on('stream', (stream, headers) => {
    const chunks: Buffer[] = [];
    stream.on('error', () => undefined);
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.on('end', () => handle(stream, Buffer.concat(chunks), headers));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanUps.push(() => {
    for (const session of sessions) session.destroy();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { port: address.port, sessions, serverNames };
}

function ask(port: number, changes: Partial<Operator> & { idleMs?: number; roots?: string[] } = {}) {
  const { idleMs, roots = [authority.cert], ...operator } = changes;
  const dialer = createLoopbackDialer();
  const steps: Step[] = [];
  const resolver = createDohResolver({
    operator: {
      id: 'test',
      name: 'Test',
      country: 'ZZ',
      addresses: ['127.0.0.1'],
      doh: { path: '/dns-query', port },
      plain: false,
      source: '',
      ...operator,
    },
    dialer,
    roots,
    clock: systemClock,
    random: createSeededRandom(),
    ...(idleMs !== undefined && { idleMs }),
  });
  cleanUps.push(resolver.close);
  const trace = (step: Step) => steps.push(step);
  const resolve = (name = 'web.example', until = unending()) =>
    resolver.resolve(name, 4, { signal: until, trace });
  return { resolve, resolver, dialer, steps };
}

describe('the DoH resolver', () => {
  it('asks by POST, padded, and gives addresses and TTL', async () => {
    const heard: { body: Buffer; headers: IncomingHttpHeaders }[] = [];
    const { port } = await startHttp2((stream, body, headers) => {
      heard.push({ body, headers });
      honest(stream, body, headers);
    });
    const { resolve, steps } = ask(port);
    expect(await resolve()).toEqual({ addresses: ['203.0.113.1'], ttl: 60 });
    expect(heard[0]?.headers).toMatchObject({
      ':method': 'POST',
      ':path': '/dns-query',
      ':authority': `127.0.0.1:${port}`,
      'content-type': 'application/dns-message',
      accept: 'application/dns-message',
    });
    expect(heard[0]?.body.length).toBe(128);
    expect(steps.map(({ operation, failure }) => [operation, failure])).toEqual([
      ['tls', null],
      ['resolve', null],
    ]);
  });

  it('uses one connection for all questions at one time and after', async () => {
    const { port, sessions } = await startHttp2(honest);
    const { resolve } = ask(port);
    await Promise.all(['a.example', 'b.example', 'c.example'].map((name) => resolve(name)));
    await resolve('d.example');
    expect(sessions).toHaveLength(1);
  });

  it('sends no server name where the certificate is for the address, and the name where it is for a name (N7)', async () => {
    const first = await startHttp2(honest);
    await ask(first.port).resolve();
    expect(first.serverNames).toEqual([false]);
    const second = await startHttp2(honest, byName);
    await ask(second.port, { certificateName: 'dns.example' }).resolve();
    expect(second.serverNames).toEqual(['dns.example']);
  });

  it('refuses a certificate for something else, or from somebody else (N7)', async () => {
    const { port } = await startHttp2(honest, byName);
    expect((await netError(ask(port).resolve())).failure).toBe('ssl_invalid_hostname');
    const stranger = ask(port, { certificateName: 'dns.example', roots: [createAuthority('Other').cert] });
    const error = await netError(stranger.resolve());
    expect(error).toMatchObject({ operation: 'resolve', failure: 'ssl_unknown_authority' });
    await expect.poll(() => stranger.dialer.open()).toBe(0);
  });

  it.each([
    ['offers something else', { ALPNProtocols: ['http/1.1'] }],
    ['knows no ALPN', {}],
  ])('refuses a server that does not speak HTTP/2 and %s', async (_, alpn) => {
    const server = await startTlsServer({ ...byAddress, ...alpn });
    cleanUps.push(() => void server.close());
    const { resolve, dialer } = ask(server.port);
    expect((await netError(resolve())).failure).toBe('ssl_failed_handshake');
    await expect.poll(() => dialer.open()).toBe(0);
  });

  it.each<[string, Handle, string]>([
    [
      'another status',
      (stream) => stream.respond({ ':status': 503 }, { endStream: true }),
      'http_unexpected_status_code',
    ],
    [
      'another content type',
      (stream) => {
        stream.respond({ ':status': 200, 'content-type': 'text/html' });
        stream.end('<h1>blocked</h1>');
      },
      'dns_server_misbehaving',
    ],
    [
      'an empty body',
      (stream) =>
        stream.respond({ ':status': 200, 'content-type': 'application/dns-message' }, { endStream: true }),
      'eof_error',
    ],
    [
      'a body without end',
      (stream) => {
        stream.respond({ ':status': 200, 'content-type': 'application/dns-message' });
        const flood = () => {
          while (!stream.destroyed && stream.write(Buffer.alloc(4096)));
        };
        stream.on('drain', flood);
        flood();
      },
      'dns_server_misbehaving',
    ],
    ['a reset', (stream) => stream.close(2), 'http_request_failed'],
  ])('does not take %s for an answer', async (_, handle, failure) => {
    const { port } = await startHttp2(handle);
    expect(await netError(ask(port).resolve())).toMatchObject({ operation: 'resolve', failure });
  });

  it('opens another connection after the server has closed the old one', async () => {
    const { port, sessions } = await startHttp2(honest);
    const { resolve } = ask(port);
    await resolve();
    sessions[0]?.goaway();
    sessions[0]?.close();
    await once(sessions[0] ?? process, 'close');
    expect((await resolve()).addresses).toEqual(['203.0.113.1']);
    expect(sessions).toHaveLength(2);
  });

  it('asks again when the connection is cut under the question', async () => {
    let cut = true;
    const { port, sessions } = await startHttp2((stream, body, headers) => {
      if (sessions.length === 1 && headers['content-length'] && cut && body.length > 0 && warm) {
        cut = false;
        sessions[0]?.destroy();
      } else honest(stream, body, headers);
    });
    let warm = false;
    const { resolve } = ask(port);
    await resolve();
    warm = true;
    expect((await resolve()).addresses).toEqual(['203.0.113.1']);
    expect(sessions).toHaveLength(2);
  });

  it('closes its connection when idle', async () => {
    const { port } = await startHttp2(honest);
    const { resolve, dialer } = ask(port, { idleMs: 30 });
    await resolve();
    expect(dialer.open()).toBe(1);
    await expect.poll(() => dialer.open()).toBe(0);
  });

  it('keeps no process alive while idle', async () => {
    const { port, sessions } = await startHttp2(honest);
    const { resolve } = ask(port);
    const sockets = () => process.getActiveResourcesInfo().filter((kind) => kind === 'TCPSocketWrap').length;
    const before = sockets();
    await resolve();
    for (const session of sessions) session.unref();
    await expect.poll(sockets).toBe(before);
  });

  it('leaves nothing open when aborted on the way', async () => {
    const controller = new AbortController();
    const { port } = await startHttp2(() => controller.abort(new Error('enough')));
    const { resolve, resolver, dialer, steps } = ask(port);
    const answer = resolve('web.example', controller.signal);
    await expect(answer).rejects.toThrow('enough');
    expect(steps.at(-1)).toMatchObject({ operation: 'resolve', failure: 'interrupted' });
    resolver.close();
    await expect.poll(() => dialer.open()).toBe(0);
  });

  it('goes to the address that answers, and there first the next time', async () => {
    const { port, sessions } = await startHttp2(honest);
    const dialled: string[] = [];
    const { resolve, resolver, dialer } = ask(port, { addresses: ['127.0.0.9', '127.0.0.1'] });
    const dial = dialer.dial;
    dialer.dial = (target, options) => {
      dialled.push(target.host);
      return dial(target, options);
    };
    await resolve();
    resolver.close();
    await resolve();
    expect(dialled).toEqual(['127.0.0.9', '127.0.0.1', '127.0.0.1']);
    expect(sessions).toHaveLength(2);
  });
});
