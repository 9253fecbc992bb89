import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { Duplex } from 'node:stream';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { HostPort } from '../../model/address.ts';
import type { StreamDialer } from '../../model/dialer.ts';
import type { Step } from '../../model/trace.ts';
import type { Daemon } from '../../testing/daemon.ts';
import { createFakeClock } from '../../testing/fake-clock.ts';
import { createHostKeyMemory } from '../../testing/host-key-memory.ts';
import { createLoopbackDialer } from '../../testing/loopback-dialer.ts';
import { refusedPort } from '../../testing/ports.ts';
import { startMicrosocks } from '../../testing/proxies.ts';
import { startServer, type TestServer } from '../../testing/servers.ts';
import { type KeyPair, makeKeyPair, sshdMissing, startAgent, startSshd } from '../../testing/sshd.ts';
import { echo, netError, sendAndHear } from '../../testing/streams.ts';
import { createSocksDialer } from '../proxy/socks.ts';
import { createSshDialer, type SshOptions } from './dialer.ts';

const missing = sshdMissing();
const suite = missing === undefined ? describe : describe.skip;
const never = new AbortController().signal;
const PASSWORD = 'пароль:|@';

suite(`Through OpenSSH${missing === undefined ? '' : ` (skipped: ${missing})`}`, () => {
  const inner = createLoopbackDialer();
  const kept = new Set<{ close(): void }>();
  let hostKey: KeyPair;
  let plainKey: KeyPair;
  let rsaKey: KeyPair;
  let lockedKey: KeyPair;
  let sshd: Daemon;
  let target: TestServer;

  beforeAll(async () => {
    hostKey = makeKeyPair();
    plainKey = makeKeyPair();
    rsaKey = makeKeyPair('rsa');
    lockedKey = makeKeyPair('ed25519', 'пароль ключа');
    sshd = await start();
    target = await startServer(echo);
  });
  afterEach(async () => {
    for (const connection of [...kept]) connection.close();
    await expect.poll(() => inner.open()).toBe(0);
  });
  afterAll(async () => {
    await Promise.all([sshd.stop(), target.close()]);
  });

  const start = (other: { hostKey?: KeyPair; port?: number } = {}): Promise<Daemon> =>
    startSshd({ hostKey, authorized: [plainKey, rsaKey, lockedKey], password: PASSWORD, ...other });
  const through = (
    options: Partial<SshOptions> = {},
    { server = sshd, over = inner, password = '' }: Partial<Way> = {},
  ): StreamDialer =>
    createSshDialer(
      over,
      { host: server.host, port: server.port, credentials: { username: 'root', password } },
      { hostKeys: createHostKeyMemory(), kept, ...options },
    );
  interface Way {
    readonly server: HostPort;
    readonly over: StreamDialer;
    readonly password: string;
  }
  const withKey = (way: Partial<Way> = {}, options: Partial<SshOptions> = {}): StreamDialer =>
    through({ privateKey: plainKey, ...options }, way);
  const dial = (dialer: StreamDialer, to: HostPort = target): Promise<Duplex> =>
    dialer.dial(to, { signal: never });
  const failureOf = async (dialer: StreamDialer, to?: HostPort): Promise<string> =>
    (await netError(dial(dialer, to))).failure;

  test.each<[string, () => StreamDialer]>([
    ['a password', () => through({}, { password: PASSWORD })],
    ['a key', () => withKey()],
    ['an RSA key', () => withKey({}, { privateKey: rsaKey })],
    [
      'a key with a passphrase',
      () => withKey({}, { privateKey: { ...lockedKey, passphrase: 'пароль ключа' } }),
    ],
  ])('with %s, bytes go both ways, to an address and to a name', async (_, make) => {
    const dialer = make();
    for (const host of [target.host, 'localhost']) {
      const stream = await dial(dialer, { host, port: target.port });
      expect(await sendAndHear(stream, `to ${host}`)).toBe(`to ${host}`);
      expect(await sendAndHear(stream, 'and again')).toBe('and again');
      stream.destroy();
    }
    expect(inner.open()).toBe(1);
  });

  test('wrong passwords, wrong keys and wrong passphrases are named (N11)', async () => {
    expect(await failureOf(through({}, { password: 'wrong' }))).toBe('x_proxy_bad_credentials');
    expect(await failureOf(withKey({}, { privateKey: makeKeyPair() }))).toBe('x_proxy_bad_credentials');
    const wrongPassphrase = withKey({}, { privateKey: { ...lockedKey, passphrase: 'no' } });
    expect(await failureOf(wrongPassphrase)).toBe('x_proxy_bad_credentials');
  });

  test('with an agent, whose keys are tried; without one there is nothing to log in with', async () => {
    const agent = await startAgent([makeKeyPair(), plainKey]);
    const dialer = through({ agent: () => agent.path });
    const stream = await dial(dialer);
    expect(await sendAndHear(stream, 'by agent')).toBe('by agent');
    stream.destroy();
    for (const connection of [...kept]) connection.close();
    const stranger = await startAgent([makeKeyPair()]);
    expect(await failureOf(through({ agent: () => stranger.path }))).toBe('x_proxy_bad_credentials');
    await Promise.all([agent.stop(), stranger.stop()]);
    expect(await failureOf(through({ agent: () => agent.path }))).toBe('x_proxy_bad_credentials');
    expect(await failureOf(through({ agent: () => null }))).toBe('x_proxy_bad_credentials');
  });

  test('a key is pinned when a server is met, and another one is refused before it hears a secret (N17)', async () => {
    const server = await start();
    const hostKeys = createHostKeyMemory();
    (await dial(withKey({ server }, { hostKeys }))).destroy();
    const [pinned] = [...hostKeys.keys.values()];
    const body = Buffer.from(hostKey.publicLine.split(' ')[1] ?? '', 'base64');
    const fingerprint = createHash('sha256').update(body).digest('base64').replace(/=+$/, '');
    expect(pinned).toEqual({ type: 'ssh-ed25519', fingerprint });
    (await dial(withKey({ server }, { hostKeys }))).destroy();
    await server.stop();
    // On a port of its own, which nobody else can take meanwhile, and met as the server that was known.
    const asKnown = { ...hostKeys, known: () => pinned };
    for (const type of ['ed25519', 'rsa']) {
      const other = await start({ hostKey: makeKeyPair(type) });
      expect(await failureOf(withKey({ server: other }, { hostKeys: asKnown }))).toBe(
        'x_proxy_changed_identity',
      );
      await other.stop();
    }
    expect([...hostKeys.keys.values()]).toEqual([pinned]);
    expect(hostKeys.suspects.map(({ type }) => type)).toEqual(['ssh-ed25519', 'ssh-rsa']);
  });

  test('eight megabytes go and come back whole', async () => {
    const bytes = randomBytes(8 << 20);
    const stream = await dial(withKey());
    stream.end(bytes);
    const heard = createHash('sha256');
    for await (const chunk of stream) heard.update(chunk);
    expect(heard.digest('hex')).toBe(createHash('sha256').update(bytes).digest('hex'));
    await expect.poll(() => stream.destroyed).toBe(true);
  });

  test('memory that was written from may be used again as soon as it was taken', async () => {
    const stream = await dial(withKey());
    const heard = createHash('sha256');
    const wholly = (async () => {
      for await (const chunk of stream) heard.update(chunk);
    })();
    const said = createHash('sha256');
    const piece = Buffer.alloc(1 << 20);
    for (let round = 0; round < 8; round++) {
      piece.set(randomBytes(piece.length));
      said.update(piece);
      await new Promise((taken) => stream.write(piece, taken));
    }
    stream.end();
    await wholly;
    expect(heard.digest('hex')).toBe(said.digest('hex'));
  });

  test('an end is passed on, and the other direction stays open', async () => {
    const listener = await startServer((socket) => {
      let heard = '';
      socket.setEncoding('utf8').on('data', (text: string) => {
        heard += text;
      });
      socket.once('end', () => socket.end(`you said ${heard}`));
    });
    const stream = await dial(withKey(), listener);
    stream.end('hello');
    let answer = '';
    for await (const chunk of stream) answer += chunk;
    expect(answer).toBe('you said hello');
    await listener.close();
  });

  test('fifty streams at once over one connection', async () => {
    const dialer = withKey();
    const heard = await Promise.all(
      Array.from({ length: 50 }, async (_, index) => {
        const stream = await dial(dialer);
        const text = await sendAndHear(stream, `stream ${index}`);
        expect(inner.open()).toBe(1);
        stream.destroy();
        return text;
      }),
    );
    expect(heard).toEqual(Array.from({ length: 50 }, (_, index) => `stream ${index}`));
  });

  test('a dial that is called off leaves nothing, whenever it is (N1)', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 40 }, async (_, index) => {
        const aborter = new AbortController();
        const reason = new Error(`abort ${index}`);
        const dialling = withKey().dial(target, { signal: aborter.signal });
        setTimeout(() => aborter.abort(reason), index * 10);
        return dialling.then(
          (stream) => stream.destroy() && true,
          (error: unknown) => error === reason,
        );
      }),
    );
    expect(outcomes).not.toContain(false);
  });

  test('who still waits gets the connection that another one began and called off', async () => {
    const dialer = withKey();
    const aborter = new AbortController();
    const first = dialer.dial(target, { signal: aborter.signal });
    const second = dial(dialer);
    aborter.abort(new Error('off'));
    await expect(first).rejects.toThrow('off');
    expect(await sendAndHear(await second, 'still here')).toBe('still here');
    expect(inner.open()).toBe(1);
  });

  test('a transfer breaks when the server is killed, and the next dial connects anew', async () => {
    const server = await start();
    const dialer = withKey({ server });
    const stream = await dial(dialer);
    await sendAndHear(stream, 'hello');
    const broken = once(stream, 'error');
    // More than the channel's window holds: it is under way when the server dies.
    stream.write(randomBytes(16 << 20));
    await once(stream, 'readable');
    await server.stop();
    expect(await broken).toMatchObject([{ failure: 'connection_reset' }]);
    expect(await failureOf(dialer)).toBe('x_proxy_refused');
    const again = await start({ port: server.port });
    const next = await dial(dialer);
    expect(await sendAndHear(next, 'again')).toBe('again');
    next.destroy();
    await again.stop();
  });

  test('nobody at the server’s port, a target nobody listens on, a forbidden one (N11)', async () => {
    const dialer = withKey();
    expect(await failureOf(withKey({ server: await refusedPort() }))).toBe('x_proxy_refused');
    expect(await failureOf(dialer, await refusedPort())).toBe('x_proxy_far_end_failed');
    expect(await failureOf(dialer, { host: 'name.invalid', port: 80 })).toBe('x_proxy_forbidden_target');
    expect(await failureOf(dialer, { host: '127.0.0.2', port: 80 })).toBe('x_proxy_forbidden_target');
    expect(await failureOf(dialer, { host: 'a b', port: 80 })).toBe('x_proxy_forbidden_target');
  });

  test('over SOCKS5, and SSH over SSH (N12)', async () => {
    const socks = await startMicrosocks();
    const first = withKey({ over: createSocksDialer(inner, 'socks5', socks) });
    const stream = await dial(withKey({ over: first }));
    expect(await sendAndHear(stream, 'chained')).toBe('chained');
    stream.destroy();
    for (const connection of [...kept]) connection.close();
    await socks.stop();
  });

  test('a connection that nobody uses is closed after a minute', async () => {
    const clock = createFakeClock();
    const dialer = withKey({}, { clock });
    const stream = await dial(dialer);
    await clock.advance(120_000);
    expect(await sendAndHear(stream, 'used')).toBe('used');
    stream.destroy();
    await once(stream, 'close');
    await clock.advance(59_000);
    expect(inner.open()).toBe(1);
    await clock.advance(2_000);
    await expect.poll(() => inner.open()).toBe(0);
    expect(kept.size).toBe(0);
  });

  test('every part of a dial is reported', async () => {
    const steps: Step[] = [];
    const dialer = withKey();
    for (const to of [target, await refusedPort()])
      await dialer.dial(to, { signal: never, trace: (step) => steps.push(step) }).catch(() => undefined);
    expect(steps.map(({ operation, failure }) => `${operation} ${failure ?? 'ok'}`)).toEqual([
      'proxy ok',
      'proxy ok',
      'proxy x_proxy_far_end_failed',
    ]);
  });
});
