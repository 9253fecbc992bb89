import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { NetError } from '../../model/failure.ts';
import type { Transport } from '../../model/transport.ts';
import { systemClock } from '../../net/system-clock.ts';
import { type Authority, createAuthority } from '../../testing/authority.ts';
import { createFakeClock } from '../../testing/fake-clock.ts';
import { type ListServer, page, type Reply, startListServer } from '../../testing/list-server.ts';
import { createLoopbackDialer } from '../../testing/loopback-dialer.ts';
import { fetchList } from './fetch.ts';

let authority: Authority;
let server: ListServer;
const LIST = 'socks5://a.example:1080\n';
const dialed: string[] = [];

beforeAll(async () => {
  authority = createAuthority();
  server = await startListServer(authority.issue(['127.0.0.1', 'lists.example']), () => page(LIST));
});
afterAll(() => server.close());
beforeEach(() => {
  server.reply(() => page(LIST));
  dialed.length = 0;
});

/** Leads everywhere to the one web server. */
const way = (id: string): Transport => ({
  ...{ id, kind: 'plain', label: id },
  dialer: {
    dial(target, options) {
      dialed.push(`${id} ${target.host}:${target.port}`);
      return createLoopbackDialer().dial(server, options);
    },
  },
});
const dead: Transport = {
  ...{ id: 'dead', kind: 'plain', label: 'dead' },
  dialer: { dial: () => Promise.reject(new NetError('connect', 'connection_refused')) },
};

async function* through(...ways: readonly Transport[]) {
  yield* ways;
}

function fetchBy(address: string, ways: readonly Transport[] = [way('one')], roots = [authority.cert]) {
  const { signal } = new AbortController();
  return fetchList(address, {}, { ways: through(...ways), roots, clock: systemClock, signal });
}
const moved = (location: string) => page('', [`Location: ${location}`], '302 Found');

describe('a list of servers', () => {
  test('is had by the first way that leads to it, by a request that names nobody', async () => {
    server.reply(() => page(LIST, ['ETag: "v1"', 'Last-Modified: Thu, 26 Nov 2026 08:00:00 GMT']));
    expect(await fetchBy('https://lists.example/t0ken?x=1', [dead, way('two'), way('three')])).toEqual({
      kind: 'list',
      text: LIST,
      validators: { tag: '"v1"', modified: 'Thu, 26 Nov 2026 08:00:00 GMT' },
    });
    expect(dialed).toEqual(['two lists.example:443']);
    const request = server.requests.at(-1) ?? '';
    expect(request).toMatch(/^GET \/t0ken\?x=1 HTTP\/1\.1\r\nHost: lists\.example\r\n/);
    expect(request).not.toMatch(/footbridge|node|cookie|referer|accept-language/i);
  });

  test('is not sent again where it has not changed', async () => {
    server.reply((request) =>
      request.includes('If-None-Match: "v1"\r\nIf-Modified-Since: then\r\n')
        ? 'HTTP/1.1 304 Not Modified\r\n\r\n'
        : page(LIST),
    );
    const { signal } = new AbortController();
    const parts = { ways: through(way('one')), roots: [authority.cert], clock: systemClock, signal };
    const known = { tag: '"v1"', modified: 'then' };
    expect(await fetchList('https://lists.example/', known, parts)).toEqual({ kind: 'unchanged' });
  });

  test('is found where redirects lead, three at most and in https alone', async () => {
    server.reply((request) => {
      const [, step = ''] = /^GET \/(\d)/.exec(request) ?? [];
      return Number(step) > 0 ? moved(`/${Number(step) - 1}`) : page(LIST);
    });
    expect(await fetchBy('https://lists.example/3')).toMatchObject({ kind: 'list' });
    const notTrusted = { kind: 'failed', failure: 'not-trusted' };
    expect(await fetchBy('https://lists.example/4')).toEqual(notTrusted);
    server.reply(() => moved('http://lists.example/plain'));
    expect(await fetchBy('https://lists.example/3')).toEqual(notTrusted);
  });

  test.each(['https://127.0.0.1/x', 'https://192.168.1.1/x', 'https://localhost/x', 'https://[::1]/x'])(
    'from outside never leads to %s (L3)',
    async (inside) => {
      server.reply((request) => (request.startsWith('GET / ') ? moved(inside) : page(LIST)));
      expect(await fetchBy('https://lists.example/')).toEqual({ kind: 'failed', failure: 'not-trusted' });
      expect(dialed).toHaveLength(1);
    },
  );

  test('is not taken from who cannot prove who they are (L3)', async () => {
    const strange = createAuthority('Somebody else').cert;
    const before = server.requests.length;
    expect(await fetchBy('https://lists.example/', [way('one')], [strange])).toEqual({
      kind: 'failed',
      failure: 'not-trusted',
    });
    expect(await fetchBy('https://other.example/')).toMatchObject({ failure: 'not-trusted' });
    expect(server.requests.length).toBe(before);
  });

  test.each([
    ['refused', () => page('gone', [], '404 Not Found')],
    ['too-large', () => `HTTP/1.1 200 OK\r\n\r\n${'x'.repeat((2 << 20) + 1)}`],
    ['unreachable', () => 'what?\r\n\r\n'],
    ['unreachable', () => 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\ncut'],
  ] satisfies [string, Reply][])('that cannot be had is %s', async (failure, reply) => {
    server.reply(reply);
    expect(await fetchBy('https://lists.example/')).toEqual({ kind: 'failed', failure });
  });

  test('is waited for no longer than 10 s a way, and not at all once it is called off', async () => {
    server.reply(() => undefined);
    const clock = createFakeClock();
    const ending = new AbortController();
    const ask = (): ReturnType<typeof fetchList> => {
      return fetchList(
        'https://lists.example/',
        {},
        { ways: through(way('one')), roots: [authority.cert], clock, signal: ending.signal },
      );
    };
    const before = server.requests.length;
    const slow = ask();
    await expect.poll(() => server.requests.length).toBe(before + 1);
    await clock.advance(10_000);
    expect(await slow).toEqual({ kind: 'failed', failure: 'unreachable' });
    const calledOff = ask();
    await expect.poll(() => server.requests.length).toBe(before + 2);
    ending.abort(new Error('enough'));
    await expect(calledOff).rejects.toThrow('enough');
  });
});
