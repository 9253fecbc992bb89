import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { closedAfterTest } from '../testing/closed-after-test.ts';
import { turns, until } from '../testing/event-loop.ts';
import { startServer, type TestServer } from '../testing/servers.ts';
import {
  connectTo,
  createTestTable,
  dialerTo,
  failingDialer,
  hearAll,
  proxyWith,
  route,
  startResetting,
  transport,
} from './harness.ts';
import { onwardHeaders, requestHeaders } from './http-headers.ts';
import { readAbsoluteTarget } from './http-target.ts';

/** An origin that shows the raw bytes it gets, and answers each connection once. */
async function rawOrigin(answer = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'): Promise<{
  readonly server: TestServer;
  readonly requests: string[];
}> {
  const requests: string[] = [];
  const server = await closedAfterTest(
    startServer((socket) => {
      const at = requests.push('') - 1;
      socket.on('data', (chunk: Buffer) => {
        requests[at] += chunk.toString('latin1');
        if (/\r\n\r\n/.test(requests[at] ?? '') && !socket.writableEnded) socket.end(answer);
      });
    }),
  );
  return { server, requests };
}

async function clientOf(server: TestServer): Promise<Socket> {
  const proxy = await proxyWith({ direct: dialerTo(server) });
  return connectTo(proxy);
}

describe('a forwarded request', () => {
  test('reaches the server in origin form, without what concerns only the proxy', async () => {
    const { server, requests } = await rawOrigin();
    const client = await clientOf(server);
    client.write(
      'GET http://Origin.example/a?b HTTP/1.1\r\nHost: other.example\r\nProxy-Authorization: Basic eDp5\r\n' +
        'Proxy-Connection: keep-alive\r\nConnection: keep-alive, X-Hop\r\nX-Hop: 1\r\nTE: trailers\r\nUpgrade: h2c\r\n' +
        'Cookie: a=1\r\nAccept: */*\r\n\r\n',
    );
    await until(() => client.readableLength > 0 || requests.length > 0);
    await once(client, 'readable');
    expect(requests).toEqual([
      'GET /a?b HTTP/1.1\r\nHost: origin.example\r\nCookie: a=1\r\nAccept: */*\r\nConnection: close\r\n\r\n',
    ]);
    client.destroy();
  });

  test('goes as it is to the network’s own proxy, which knows the person and not the client’s word for it (C11)', async () => {
    const { server, requests } = await rawOrigin();
    const { dialer, asked } = { dialer: dialerTo(server), asked: [] as string[] };
    const proxy = await proxyWith({
      direct: failingDialer('connection_refused'),
      async requestProxy({ host, port }) {
        asked.push(`${host}:${port}`);
        return { dialer, authorization: 'Basic bGFi' };
      },
    });
    const client = await connectTo(proxy);
    client.write(
      'GET http://origin.example:8080/a HTTP/1.1\r\nHost: x\r\nProxy-Authorization: Basic eDp5\r\n\r\n',
    );
    await once(client, 'readable');
    expect(requests).toEqual([
      'GET http://origin.example:8080/a HTTP/1.1\r\nProxy-Authorization: Basic bGFi\r\nHost: origin.example:8080\r\n' +
        'Connection: close\r\n\r\n',
    ]);
    expect(asked).toEqual(['origin.example:8080']);
    client.destroy();
  });

  test('and the next on the same connection, sent before the first was answered, go one after the other', async () => {
    const seen: string[] = [];
    const origin = createServer((request, response) => {
      seen.push(`${request.method} ${request.url}`);
      // The first answer takes its time: who did not wait for it would now be overtaken.
      void turns(seen.length === 1 ? 50 : 1).then(() => response.end(`${request.url};`));
    });
    origin.listen(0, '127.0.0.1');
    await once(origin, 'listening');
    const address = origin.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const proxy = await proxyWith();
    const client = await connectTo(proxy);
    const base = `http://127.0.0.1:${port}`;
    client.write(
      `POST ${base}/1 HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabcGET ${base}/2 HTTP/1.1\r\nHost: a\r\n\r\n` +
        `GET ${base}/3 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`,
    );
    const answer = await hearAll(client);
    expect(answer.match(/\/\d;/g)).toEqual(['/1;', '/2;', '/3;']);
    expect(new Set(seen)).toEqual(new Set(['POST /1', 'GET /2', 'GET /3']));
    origin.close();
    client.destroy();
  });

  test('whose content has no end in the framing of its method is still framed', async () => {
    const { server, requests } = await rawOrigin();
    const client = await clientOf(server);
    const inner = 'GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n';
    client.write(
      `GET http://a.example/ HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n${inner.length.toString(16)}\r\n${inner}\r\n0\r\n\r\n`,
    );
    await once(client, 'readable');
    await until(() => requests[0]?.endsWith('0\r\n\r\n') === true);
    expect(requests[0]).toMatch(/\r\nTransfer-Encoding: chunked\r\n/);
    client.destroy();
  });

  test.each([
    ['a length and a coding', 'Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'],
    ['two lengths', 'Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello'],
    ['a coding that is not the last', 'Transfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n'],
    ['a negative length', 'Content-Length: -5\r\n\r\nhello'],
  ])('with %s is refused', async (_what, rest) => {
    const { server, requests } = await rawOrigin();
    const client = await clientOf(server);
    client.write(`POST http://a.example/ HTTP/1.1\r\nHost: a\r\n${rest}`);
    expect(await hearAll(client)).toMatch(/^(HTTP\/1\.1 400|reset)/);
    expect(requests.filter((request) => request !== '')).toEqual([]);
    client.destroy();
  });

  test('that is answered ambiguously is not passed on', async () => {
    const { server } = await rawOrigin(
      'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    );
    const client = await clientOf(server);
    client.write('GET http://a.example/ HTTP/1.1\r\nHost: a\r\n\r\n');
    expect(await hearAll(client)).toMatch(/^HTTP\/1\.1 502/);
    client.destroy();
  });

  test('after one in absolute form, in origin form, gets nothing', async () => {
    const { server } = await rawOrigin();
    const client = await clientOf(server);
    client.write('GET http://a.example/ HTTP/1.1\r\nHost: a\r\n\r\n');
    await once(client, 'readable');
    client.write('GET /proxy.pac HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n');
    expect(await hearAll(client)).not.toContain('FindProxy');
    client.destroy();
  });

  test('is dropped at the server when the client leaves', async () => {
    const server = await closedAfterTest(startServer());
    const client = await clientOf(server);
    client.write('GET http://a.example/ HTTP/1.1\r\nHost: a\r\n\r\n');
    await until(() => server.open() === 1);
    client.destroy();
    await until(() => server.open() === 0);
  });
});

describe('a forwarded request to a messenger', () => {
  test('goes over the first rung that connects, and is told to the table', async () => {
    const { server } = await rawOrigin();
    const rungs = [transport('bad', failingDialer('connection_reset')), transport('good', dialerTo(server))];
    const table = createTestTable(() => route(rungs));
    const proxy = await proxyWith({ table });
    const client = await connectTo(proxy);
    client.write('GET http://t.me/ HTTP/1.1\r\nHost: t.me\r\nConnection: close\r\n\r\n');
    expect(await hearAll(client)).toMatch(/^HTTP\/1\.1 200 (.|\s)*ok$/);
    expect(table.told).toEqual(['bad failed: connection_reset', 'good carried']);
  });

  test('is not sent a second time (D4)', async () => {
    const server = await startResetting();
    const second = await rawOrigin();
    const rungs = [transport('bad', dialerTo(server)), transport('next', dialerTo(second.server))];
    const table = createTestTable(() => route(rungs));
    const proxy = await proxyWith({ table });
    const client = await connectTo(proxy);
    client.write('GET http://t.me/ HTTP/1.1\r\nHost: t.me\r\n\r\n');
    expect(await hearAll(client)).toMatch(/^HTTP\/1\.1 502 /);
    expect(table.told).toEqual(['bad failed: connection_reset']);
    expect(second.requests).toEqual([]);
    client.destroy();
  });
});

describe('headers', () => {
  test('a client cannot take the length of its message away', () => {
    expect(onwardHeaders(['Connection', 'Content-Length, X', 'Content-Length', '3', 'X', '1'])).toEqual([
      ['Content-Length', '3'],
    ]);
  });

  test('there is one Host, ours', () => {
    const headers = requestHeaders({ rawHeaders: ['Host', 'a', 'A', 'b'], headers: {} }, 'c:81');
    expect(headers).toEqual([
      ['Host', 'c:81'],
      ['A', 'b'],
      ['Connection', 'close'],
    ]);
  });
});

describe('an absolute target', () => {
  test.each([
    ['http://A.example', { target: { host: 'a.example', port: 80 }, path: '/', authority: 'a.example' }],
    ['http://a:81/x y?z', { target: { host: 'a', port: 81 }, path: '/x%20y?z', authority: 'a:81' }],
    ['HTTP://[::1]:8/', { target: { host: '::1', port: 8 }, path: '/', authority: '[::1]:8' }],
  ])('%s', (text, expected) => {
    expect(readAbsoluteTarget(text)).toEqual(expected);
  });

  test.each(['https://a/', '/x', '*', 'http://', 'http://u:p@a/', 'http://a:0/', 'http:a', 'ftp://a/'])(
    '%s is none',
    (text) => {
      expect(readAbsoluteTarget(text)).toBeUndefined();
    },
  );
});
