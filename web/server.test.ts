import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { PAGE_CLOSED } from '../core/contract.ts';
import { systemClock } from '../core/engine.ts';
import { notDone, type ShellHandlers } from '../core/shell-kit.ts';
import { createFakeClock } from '../core/testing/fake-clock.ts';
import { OFF } from '../core/testing/off-state.ts';
import { createSeededRandom } from '../core/testing/seeded-random.ts';
import { createDesk } from './desk.ts';
import { createLinks } from './links.ts';
import { servePage } from './page-connection.ts';
import { startWebServer, type WebServer } from './server.ts';
import type { StaticFiles } from './static-files.ts';
import { createFakeEngine } from './testing/fake-engine.ts';
import { ask, key, openPage } from './testing/page.ts';

const no = async () => notDone('not-possible-here');
const handlers: ShellHandlers = {
  about: no,
  saveReport: no,
  openWindow: no,
  openPage: no,
  chooseProgram: no,
  openHandOverFolder: no,
  startAtLogin: no,
  quit: no,
};
const page = { type: 'text/html; charset=utf-8', body: Buffer.from('<!doctype html>') };
const files: StaticFiles = new Map([
  ['/', page],
  ['/index.html', page],
]);

const random = createSeededRandom();
let clock = createFakeClock();
let engine = createFakeEngine();
let links = createLinks({ clock, random });
let server: WebServer;
let mayEnter = true;

beforeEach(async () => {
  mayEnter = true;
  clock = createFakeClock();
  engine = createFakeEngine();
  links = createLinks({ clock, random });
  const desk = createDesk(engine.door, handlers);
  server = await startWebServer({
    files,
    clock,
    port: 0,
    mayEnter: async () => mayEnter,
    onPage: (socket) => servePage(socket, { desk, links, clock }),
    onInstanceRequest: (_request, response) => void response.writeHead(403).end(),
  });
});
afterEach(async () => {
  const closing = server.close();
  await clock.advance(1_000);
  await closing;
});

async function greeted() {
  const visitor = openPage(server.port);
  await visitor.opened;
  visitor.say({ type: 'hello', link: links.issue(), tab: key('a') });
  expect(await visitor.next()).toEqual({ type: 'state', state: OFF });
  return visitor;
}

describe('files', () => {
  test('are given under each of our own names, with every guard a browser knows', async () => {
    for (const name of ['127.0.0.1', 'localhost', '[::1]']) {
      const host = `${name}:${server.port}`;
      const { status, headers, body } = await ask(server.port, '/', { headers: { Host: host } });
      expect([status, body]).toEqual([200, '<!doctype html>']);
      expect(headers['content-security-policy']).toContain(`connect-src 'self' ws://${host};`);
      expect(headers['content-security-policy']).toContain("default-src 'none'; script-src 'self'");
      expect(headers['content-security-policy']).not.toContain('unsafe');
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-embedder-policy': 'require-corp',
        'cross-origin-resource-policy': 'same-origin',
        'cache-control': 'no-store',
      });
      expect(headers['set-cookie']).toBeUndefined();
    }
  });

  test('are given to nobody who was led here by another name, by DNS rebinding (P1)', async () => {
    for (const host of [
      'evil.example',
      `evil.example:${server.port}`,
      '127.0.0.1',
      '127.0.0.1:1',
      'footbridge',
    ]) {
      const { status, body } = await ask(server.port, '/', { headers: { Host: host } });
      expect([status, body]).toEqual([421, '']);
    }
  });

  test('are given to no page of somebody else (P1)', async () => {
    const from = (headers: Record<string, string>) =>
      ask(server.port, '/', { headers }).then(({ status }) => status);
    expect(await from({ Origin: 'https://evil.example' })).toBe(403);
    expect(await from({ Origin: 'null' })).toBe(403);
    expect(await from({ Origin: `http://localhost:${server.port}` })).toBe(403);
    expect(await from({ 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'no-cors' })).toBe(403);
    expect(await from({ 'Sec-Fetch-Site': 'same-site', 'Sec-Fetch-Mode': 'navigate' })).toBe(403);
    // Somebody who follows a link is the person.
    const visit = {
      'Sec-Fetch-Site': 'cross-site',
      'Sec-Fetch-Mode': 'navigate',
      'Sec-Fetch-Dest': 'document',
    };
    expect(await from(visit)).toBe(200);
  });

  test('are those of the list and no others, whatever path is asked for', async () => {
    for (const path of [
      '/../package.json',
      '/%2e%2e/package.json',
      '/..%2f..%2fetc/passwd',
      '//etc/passwd',
      '/index.html/',
      '/INDEX.HTML',
      '/__proto__',
      '/index.html%00',
      'http://evil.example/',
    ])
      expect((await ask(server.port, path)).status, path).toBe(404);
    expect((await ask(server.port, '/?x=/etc/passwd')).status).toBe(200);
  });

  test('are read only: GET and HEAD', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'])
      expect((await ask(server.port, '/', { method })).status).toBe(405);
    const head = await ask(server.port, '/', { method: 'HEAD' });
    expect([head.status, head.body, head.headers['content-length']]).toEqual([200, '', '15']);
  });
});

describe('a WebSocket', () => {
  test('is opened for our own page alone (P1)', async () => {
    const own = { Origin: `http://127.0.0.1:${server.port}` };
    for (const headers of [
      {},
      { Origin: 'null' },
      { Origin: 'https://evil.example' },
      { Origin: `https://127.0.0.1:${server.port}` },
      { Origin: `http://localhost:${server.port}` },
      { ...own, Host: 'evil.example' },
    ]) {
      const stranger = openPage(server.port, headers);
      await expect(stranger.opened).rejects.toThrow('403');
    }
  });

  test('is opened for no other user of this computer', async () => {
    mayEnter = false;
    await expect(openPage(server.port).opened).rejects.toThrow('403');
  });

  test('tells nothing before it was greeted with a link of this run (P2)', async () => {
    const visitor = openPage(server.port);
    await visitor.opened;
    visitor.say({ type: 'hello', link: key('x'), tab: key('a') });
    expect(await visitor.closed).toBe(PAGE_CLOSED.linkUnknown);
    expect(engine.watchers()).toBe(0);
  });

  test('that asks before it greets is closed, and nothing is carried out (P2)', async () => {
    const visitor = openPage(server.port);
    await visitor.opened;
    visitor.say({ type: 'call', id: 1, command: 'connect', args: {} });
    expect(await visitor.closed).toBe(PAGE_CLOSED.noGreeting);
    expect(engine.calls).toEqual([]);
  });

  test('that says nothing for two seconds is closed (P3)', async () => {
    const visitor = openPage(server.port);
    await visitor.opened;
    await clock.advance(2_000);
    expect(await visitor.closed).toBe(PAGE_CLOSED.noGreeting);
  });

  test('gets the state at once, each change, and an answer to each call', async () => {
    const visitor = await greeted();
    visitor.say({ type: 'call', id: 7, command: 'connect', args: {} });
    expect(await visitor.next()).toEqual({ type: 'not-done', id: 7, code: 'wrong-phase' });
    expect(engine.calls).toEqual(['connect']);
    engine.set({ phase: 'failed', code: 'x', message: 'y' });
    expect(await visitor.next()).toEqual({
      type: 'state',
      state: { phase: 'failed', code: 'x', message: 'y' },
    });
  });

  test('is refused commands that do not exist or do not fit', async () => {
    const visitor = await greeted();
    for (const [id, [command, args]] of [
      ['constructor', {}],
      ['connect', { port: 1 }],
      ['openWindow', { messenger: 3 }],
      ['about', null],
    ].entries()) {
      visitor.say({ type: 'call', id, command, args });
      expect(await visitor.next()).toEqual({ type: 'not-done', id, code: 'bad-arguments' });
    }
    expect(engine.calls).toEqual([]);
  });

  test('of a second tab with the same link is refused, of the same tab after a reload is not (P2)', async () => {
    const link = links.issue();
    const enter = async (tab: string) => {
      const visitor = openPage(server.port);
      await visitor.opened;
      visitor.say({ type: 'hello', link, tab });
      return visitor;
    };
    const first = await enter(key('a'));
    await first.next();
    expect(await (await enter(key('b'))).closed).toBe(PAGE_CLOSED.linkUsed);
    first.socket.close();
    await first.closed;
    expect(await (await enter(key('a'))).next()).toMatchObject({ type: 'state' });
  });

  test('that sends too much at once is closed (P3)', async () => {
    const visitor = await greeted();
    visitor.say({ type: 'call', id: 1, command: 'x', args: 'x'.repeat(256 * 1024) });
    expect(await visitor.closed).toBe(1009);
    expect(engine.watchers()).toBe(0);
  });

  test('that sends too often is closed (P3)', async () => {
    const visitor = await greeted();
    for (let count = 0; count < 200; count++) visitor.say({ type: 'unwatch', stream: 'log' });
    expect(await visitor.closed).toBe(PAGE_CLOSED.illBehaved);
  });

  test('that sends bytes or nonsense is closed', async () => {
    for (const nonsense of [Buffer.from([1, 2, 3]), '{', '{"type":"state"}', '[]']) {
      const visitor = await greeted();
      visitor.socket.send(nonsense);
      expect(await visitor.closed).toBe(PAGE_CLOSED.illBehaved);
    }
  });

  test('too many are turned away, and the others stay', async () => {
    const guests = [];
    for (let count = 0; count < 16; count++) guests.push(await greeted());
    const late = openPage(server.port);
    expect(await late.closed).toBe(PAGE_CLOSED.tooMany);
    expect(guests.every(({ socket }) => socket.readyState === socket.OPEN)).toBe(true);
  });

  test('is told of the end', async () => {
    const visitor = await greeted();
    await Promise.all([server.close(), clock.advance(1_000)]);
    expect(await visitor.closed).toBe(PAGE_CLOSED.ended);
    expect(engine.watchers()).toBe(0);
  });
});

test('nothing listens beyond loopback (D1)', async () => {
  const { networkInterfaces } = await import('node:os');
  const others = Object.values(networkInterfaces()).flatMap((list) =>
    (list ?? []).filter(({ internal }) => !internal).map(({ address }) => address),
  );
  const reached = await Promise.all(
    [...others.filter((address) => !address.startsWith('fe80')), '::1'].map(
      (host) =>
        new Promise<boolean>((resolve) => {
          const socket = connect({ host, port: server.port });
          socket.once('connect', () => resolve(true));
          socket.once('error', () => resolve(false));
        }),
    ),
  );
  expect(reached).not.toContain(true);
});

test('a client that dribbles its request is cut off (P3)', async () => {
  const started = systemClock.monotonic();
  const socket = connect({ host: '127.0.0.1', port: server.port });
  socket.write('GET / HTTP/1.1\r\nHost: ');
  const drip = setInterval(() => socket.write('x'), 200);
  socket.on('error', () => undefined);
  await new Promise((resolve) => socket.once('close', resolve));
  clearInterval(drip);
  expect(systemClock.monotonic() - started).toBeLessThan(6_000);
});
