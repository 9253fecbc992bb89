import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { Agent, createServer as createHttpServer, get, type IncomingMessage } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { promisify } from 'node:util';
import { SocksClient } from 'socks';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createAuthority } from '../testing/authority.ts';
import { scratchFolder } from '../testing/daemon.ts';
import { connectTo, dialerTo, hearAll, openProxy } from './harness.ts';
import type { LocalProxy } from './local-proxy.ts';

const run = promisify(execFile);
const authority = createAuthority();
const page = 'A page.\n'.repeat(20_000);

let proxy: LocalProxy;
const servers: Server[] = [];
let plain = 0;
let secure = 0;
let root = '';

async function listening(server: Server): Promise<number> {
  servers.push(server.listen(0, '127.0.0.1'));
  await once(server, 'listening');
  const address: AddressInfo | string | null = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

beforeAll(async () => {
  const answer = (request: IncomingMessage, response: { end(text: string): void }) =>
    response.end(request.url === '/page' ? page : `${request.method} ${request.url}\n`);
  plain = await listening(createHttpServer(answer));
  secure = await listening(createHttpsServer(authority.issue(['origin.example']), answer));
  root = scratchFolder().write('root.pem', authority.cert);
  // Names lead to loopback here and nowhere else: a client that got through has left the name to us.
  proxy = await openProxy({
    direct: {
      dial: (target, options) => dialerTo({ host: '127.0.0.1', port: target.port }).dial(target, options),
    },
  });
});

afterAll(async () => {
  await proxy.close();
  for (const server of servers) server.close();
});

async function curl(...args: string[]): Promise<string> {
  const { stdout } = await run('curl', ['-sS', '--max-time', '8', '--noproxy', '', ...args]);
  return stdout;
}

describe('curl', () => {
  test.each(['socks5', 'socks5h', 'socks4', 'socks4a', 'http'])(
    'over %s:// to plain HTTP (D2)',
    async (scheme) => {
      const host = scheme === 'socks5h' || scheme === 'socks4a' ? 'origin.example' : '127.0.0.1';
      const url = `http://${host}:${plain}`;
      const way = ['-x', `${scheme}://127.0.0.1:${proxy.port}`];
      expect(await curl(...way, `${url}/page`)).toBe(page);
      expect(await curl(...way, `${url}/one`, `${url}/two`)).toBe('GET /one\nGET /two\n');
    },
  );

  test.each(['socks5h', 'socks4a', 'http'])('over %s:// to HTTPS', async (scheme) => {
    const way = ['-x', `${scheme}://127.0.0.1:${proxy.port}`, '--cacert', root];
    expect(await curl(...way, `https://origin.example:${secure}/page`)).toBe(page);
  });

  test('over HTTP CONNECT to plain HTTP (D2)', async () => {
    const way = ['--proxytunnel', '-x', `http://localhost:${proxy.port}`];
    expect(await curl(...way, `http://origin.example:${plain}/page`)).toBe(page);
  });

  test('with any user and password', async () => {
    const way = ['-x', `socks5h://circuit:7@127.0.0.1:${proxy.port}`];
    expect(await curl(...way, `http://origin.example:${plain}/x`)).toBe('GET /x\n');
    expect(await curl('-x', `http://a:b@127.0.0.1:${proxy.port}`, `http://origin.example:${plain}/x`)).toBe(
      'GET /x\n',
    );
  });

  test('over ::1', async () => {
    if (!proxy.addresses.includes('::1')) return;
    expect(await curl('-x', `socks5h://[::1]:${proxy.port}`, `http://origin.example:${plain}/x`)).toBe(
      'GET /x\n',
    );
  });

  test('uploads with a length and in chunks', async () => {
    const way = ['-x', `http://127.0.0.1:${proxy.port}`, '--data-binary', `@${root}`];
    const url = `http://origin.example:${plain}/up`;
    expect(await curl(...way, url, '--next', '-sS', ...way, '-H', 'Transfer-Encoding: chunked', url)).toBe(
      'POST /up\nPOST /up\n',
    );
  });

  test('reads the PAC', async () => {
    const answer = await curl('-i', `${proxy.pacUrl}?v=1`);
    expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(answer).toMatch(/\r\nContent-Type: application\/x-ns-proxy-autoconfig\r\n/);
    expect(answer).toMatch(/\r\nCache-Control: no-store\r\n/);
    expect(answer).toContain(`PROXY 127.0.0.1:${proxy.port}`);
  });

  test.each([
    ['a wrong token', `http://127.0.0.1:PORT/${'0'.repeat(32)}/proxy.pac`, ''],
    ['a web page', '', 'Origin: https://evil.example'],
    ['another page', '', 'Sec-Fetch-Mode: no-cors'],
    ['a rebound name', '', 'Host: evil.example'],
    ['the root', 'http://127.0.0.1:PORT/', ''],
  ])('gets nothing at all for %s (D9)', async (_what, url, header) => {
    const target = url === '' ? proxy.pacUrl : url.replace('PORT', String(proxy.port));
    const failure: unknown = await curl(...(header ? ['-H', header] : []), target).catch(
      (error: unknown) => error,
    );
    // 52: the server sent nothing.
    expect(failure).toMatchObject({ code: 52 });
  });
});

test('the socks package, by SOCKS4 and SOCKS5', async () => {
  for (const type of [4, 5] as const) {
    const { socket } = await SocksClient.createConnection({
      proxy: { host: '127.0.0.1', port: proxy.port, type },
      command: 'connect',
      destination: { host: '127.0.0.1', port: plain },
    });
    socket.write('GET /socks HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
    expect(await hearAll(socket)).toContain('GET /socks');
    socket.destroy();
  }
});

test('node:http with a kept connection', async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const reused: boolean[] = [];
  const fetchOne = async (path: string): Promise<string> => {
    const request = get({
      agent,
      host: '127.0.0.1',
      port: proxy.port,
      path: `http://origin.example:${plain}${path}`,
    });
    const [response]: IncomingMessage[] = await once(request, 'response');
    reused.push(request.reusedSocket);
    let text = '';
    for await (const chunk of response ?? []) text += String(chunk);
    return text;
  };
  expect(await fetchOne('/a')).toBe('GET /a\n');
  expect(await fetchOne('/page')).toBe(page);
  expect(reused).toEqual([false, true]);
  agent.destroy();
});

describe('what we do not do is said clearly', () => {
  const socks5 = async (...request: number[]): Promise<string> => {
    const socket = await connectTo(proxy);
    socket.write(Uint8Array.from(request));
    const answer = Buffer.from(await hearAll(socket), 'latin1').toString('hex');
    socket.destroy();
    return answer;
  };

  test('SOCKS5 BIND: command not supported', async () => {
    expect(await socks5(5, 1, 0, 5, 2, 0, 1, 127, 0, 0, 1, 0, 80)).toBe('050005070001000000000000');
  });

  test('SOCKS5 without a method we know: none acceptable', async () => {
    expect(await socks5(5, 1, 1)).toBe('05ff');
  });

  test('SOCKS5 with an unknown kind of address', async () => {
    expect(await socks5(5, 1, 0, 5, 1, 0, 9, 1, 1)).toBe('050005080001000000000000');
  });

  test('SOCKS4 BIND: rejected', async () => {
    expect(await socks5(4, 2, 0, 80, 127, 0, 0, 1, 0)).toBe('005b000000000000');
  });

  test('a head that is no HTTP/1: 400', async () => {
    const socket = await connectTo(proxy);
    socket.write('GET / HTTP/3\r\n\r\n');
    expect(await hearAll(socket)).toMatch(/^HTTP\/1\.1 400 /);
    socket.destroy();
  });

  test.each([
    ['a TLS hello', Buffer.from('1603010200010001fc0303', 'hex')],
    ['garbage', Buffer.from([0, 1, 2, 3])],
    ['a torrent', Buffer.from('\x13BitTorrent protocol', 'latin1')],
  ])('%s is closed without a word', async (_what, bytes) => {
    const socket = await connectTo(proxy);
    socket.write(bytes);
    expect(['', 'reset']).toContain(await hearAll(socket));
    socket.destroy();
  });
});
