import type { Socket } from 'node:net';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { StreamDialer } from '../model/dialer.ts';
import { createAddressBook } from '../net/address-book.ts';
import { createAuthority } from '../testing/authority.ts';
import { startServer, startTlsServer, type TestServer } from '../testing/servers.ts';
import { testServerName } from './server-name.ts';
import { createFastClock } from './testing/fast-clock.ts';
import { createNamedDialer } from './testing/named-dialer.ts';

const authority = createAuthority('Test root');
const clock = createFastClock(4);
const servers: TestServer[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function up(starting: Promise<TestServer>): Promise<TestServer> {
  const server = await starting;
  servers.push(server);
  return server;
}

/** A neutral host behind a censor that does something to hellos with the name. */
async function behindCensor(act: (socket: Socket) => void) {
  const neutral = await up(startTlsServer(authority.issue(['neutral.test'])));
  return up(
    startServer((socket) => {
      socket.once('data', (hello: Buffer) => {
        if (hello.includes('blocked.test')) return act(socket);
        const onward = connect(neutral.port, neutral.host);
        onward.write(hello);
        socket.pipe(onward).pipe(socket);
        socket.once('close', () => onward.destroy());
        onward.on('error', () => socket.destroy());
        return undefined;
      });
    }),
  );
}

function test(dialer: StreamDialer, serverName = 'blocked.test', book = createAddressBook({ clock })) {
  const neutral = ['neutral.test', 'second.test'].map((host) => ({
    host,
    path: '/',
    network: host,
    source: 'test',
  }));
  const { signal } = new AbortController();
  return testServerName({ neutral, serverName, dialer, roots: [authority.cert], book, clock, signal });
}

describe('testServerName', () => {
  it.each([
    ['reset', (socket: Socket) => socket.resetAndDestroy()],
    ['silent', () => undefined],
  ])('finds a name that draws %s, and lets the address rest', async (verdict, act) => {
    const server = await behindCensor(act);
    const book = createAddressBook({ clock });
    const { verdict: found, steps } = await test(
      createNamedDialer({ 'neutral.test': server }),
      undefined,
      book,
    );
    expect(found).toBe(verdict);
    expect(book.isResting(server.host, 443)).toBe(true);
    expect(steps.flatMap((step) => (step.operation === 'tls' ? [step.serverName] : []))).toEqual([
      'example.org',
      'blocked.test',
    ]);
  });

  it('finds that another name passes, although the certificate is not for it', async () => {
    const server = await behindCensor((socket) => socket.resetAndDestroy());
    const book = createAddressBook({ clock });
    const { verdict } = await test(createNamedDialer({ 'neutral.test': server }), 'free.test', book);
    expect(verdict).toBe('passes');
    expect(book.isResting(server.host, 443)).toBe(false);
  });

  it('takes an alert for an answer', async () => {
    const alert = await up(
      startServer((socket) => socket.once('data', () => socket.end(Buffer.from('15030300020228', 'hex')))),
    );
    expect((await test(createNamedDialer({ 'neutral.test': alert }))).verdict).toBe('passes');
  });

  it('goes on to the next host when one does not answer even the harmless name', async () => {
    const dead = await up(startServer((socket) => socket.resetAndDestroy()));
    const good = await up(startTlsServer(authority.issue(['second.test'])));
    expect((await test(createNamedDialer({ 'neutral.test': dead, 'second.test': good }))).verdict).toBe(
      'passes',
    );
    expect((await test(createNamedDialer({ 'neutral.test': dead }))).verdict).toBe('unknown');
  });

  it('passes over an address that is resting', async () => {
    const server = await behindCensor(() => undefined);
    const book = createAddressBook({ clock });
    book.hit(server.host, 443);
    const { verdict, steps } = await test(createNamedDialer({ 'neutral.test': server }), undefined, book);
    expect(verdict).toBe('unknown');
    expect(steps.some(({ operation }) => operation === 'tls')).toBe(false);
  });
});
