import { afterEach, describe, expect, test } from 'vitest';
import { NetError } from '../model/failure.ts';
import type { Program } from '../model/programs.ts';
import { createFakeClock } from '../testing/fake-clock.ts';
import { createLoopbackDialer } from '../testing/loopback-dialer.ts';
import { refusedPort } from '../testing/ports.ts';
import { startScriptedServer } from '../testing/scripted-server.ts';
import { startServer } from '../testing/servers.ts';
import { detectPrograms } from './detect.ts';
import { printExpression } from './expression.ts';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});
async function opened<T extends { close(): Promise<void> }>(starting: Promise<T>): Promise<T> {
  const started = await starting;
  open.push(started);
  return started;
}

const program = (name: string, port: number, protocol: Program['protocol'] = 'socks5'): Program => ({
  ...{ name, port, protocol },
  source: 'https://example.org/',
});

async function detect(programs: readonly Program[], ownPort: number | null = null) {
  const dialer = createLoopbackDialer();
  const signal = new AbortController().signal;
  const options = { dialer, clock: createFakeClock(), signal, ownPort };
  const found = await detectPrograms(programs, options);
  return found.map(({ name, expression }) => `${name} ${printExpression(expression)}`);
}

describe('programs on this computer', () => {
  test('are found by a SOCKS5 greeting that lets us in (W9)', async () => {
    const tor = await opened(startScriptedServer(['\x05\x00']));
    expect(await detect([program('Tor', tor.port)])).toEqual([`Tor socks5://127.0.0.1:${tor.port}`]);
    expect(tor.heard).toEqual(['\x05\x01\x00']);
  });

  test('are found by an HTTP CONNECT that leads nowhere (W9)', async () => {
    const privoxy = await opened(startScriptedServer(['HTTP/1.1 503 Connect failed\r\n\r\n']));
    expect(await detect([program('Privoxy', privoxy.port, 'http')])).toEqual([
      `Privoxy http-proxy://127.0.0.1:${privoxy.port}`,
    ]);
    expect(privoxy.heard[0]).toMatch(/^CONNECT 127\.0\.0\.1:9 HTTP\/1\.1\r\n/);
  });

  test.each([
    ['a web server', 'http', 'HTTP/1.1 405 Method Not Allowed\r\nContent-Length: 0\r\n\r\n'],
    ['an HTTP proxy that wants a password', 'http', 'HTTP/1.1 407 Proxy Authentication Required\r\n\r\n'],
    ['a mail server', 'http', '220 mail.example ESMTP\r\n'],
    ['a SOCKS5 proxy that wants a password', 'socks5', '\x05\xff'],
    ['a web server in front of a greeting', 'socks5', 'HTTP/1.1 400 Bad Request\r\n\r\n'],
    ['one that hangs up', 'socks5', null],
  ] as const)('%s is not offered (W9)', async (_, protocol, answer) => {
    const server = await opened(startScriptedServer([answer]));
    expect(await detect([program('x', server.port, protocol)])).toEqual([]);
  });

  test('one port is offered once, in the first protocol that it speaks, by the names of all that speak it there', async () => {
    const mixed = await opened(startScriptedServer(['\x05\x00']));
    const list = [
      program('Clash', mixed.port),
      program('Clash', mixed.port, 'http'),
      program('Other', mixed.port),
      program('Another', mixed.port, 'http'),
    ];
    expect(await detect(list)).toEqual([`Clash / Other socks5://127.0.0.1:${mixed.port}`]);
  });

  test('one that does not speak the first protocol of its port is asked in the next (W9)', async () => {
    const old = await opened(
      startServer((socket) =>
        socket.once('data', ([first]) => {
          if (first === 5) socket.end();
          else socket.end('HTTP/1.1 503 Connect failed\r\n\r\n');
        }),
      ),
    );
    const list = [program('v2rayN', old.port), program('v2rayN', old.port, 'http')];
    expect(await detect(list)).toEqual([`v2rayN http-proxy://127.0.0.1:${old.port}`]);
  });

  test('where nobody listens is asked once', async () => {
    const { port } = await refusedPort();
    const asked: string[] = [];
    const dialer = {
      async dial({ host }: { host: string }) {
        asked.push(host);
        throw new NetError('connect', 'connection_refused');
      },
    };
    const options = { dialer, clock: createFakeClock(), signal: new AbortController().signal, ownPort: null };
    expect(await detectPrograms([program('x', port), program('x', port, 'http')], options)).toEqual([]);
    expect(asked).toEqual(['127.0.0.1', '::1']);
  });

  test('one that listens on ::1 alone is found there', async () => {
    const { port } = await refusedPort();
    const server = await opened(
      startServer((socket) => socket.once('data', () => socket.write('\x05\x00')), '::1', port),
    );
    expect(await detect([program('x', server.port)])).toEqual([`x socks5://[::1]:${server.port}`]);
  });

  test('our own port is not even asked (W9)', async () => {
    const ours = await opened(startScriptedServer(['\x05\x00']));
    expect(await detect([program('x', ours.port)], ours.port)).toEqual([]);
    expect(ours.accepted()).toBe(0);
  });

  test('silence is waited out for a second, sixteen at a time (W9)', async () => {
    const clock = createFakeClock();
    let [asking, most] = [0, 0];
    const dialer = {
      async dial(_: unknown, { signal }: { signal: AbortSignal }) {
        asking += 1;
        most = Math.max(most, asking);
        await clock.sleep(60_000, signal).finally(() => {
          asking -= 1;
        });
        throw new NetError('connect', 'connection_refused');
      },
    };
    const programs = Array.from({ length: 20 }, (_, index) => program('x', index + 1));
    const options = { dialer, clock, signal: new AbortController().signal, ownPort: null };
    const detecting = detectPrograms(programs, options);
    await clock.advance(3000);
    expect(await detecting).toEqual([]);
    expect([most, clock.monotonic(), clock.sleepers()]).toEqual([16, 3000, 0]);
  });

  test('calling it off ends it', async () => {
    const controller = new AbortController();
    const options = { dialer: createLoopbackDialer(), clock: createFakeClock(), signal: controller.signal };
    controller.abort(new Error('enough'));
    await expect(detectPrograms([program('x', 1)], { ...options, ownPort: null })).rejects.toThrow('enough');
  });
});
