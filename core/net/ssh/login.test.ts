import { connect, type Socket } from 'node:net';
import type { AuthContext, Connection } from 'ssh2';
import ssh2 from 'ssh2';
import { afterAll, afterEach, expect, test } from 'vitest';
import type { HostKey } from '../../model/host-key.ts';
import { createFakeClock } from '../../testing/fake-clock.ts';
import { startServer } from '../../testing/servers.ts';
import { netError } from '../../testing/streams.ts';
import { failureOf, inner, never, scripted, target, tracked } from '../testing/upstream.ts';
import { createSshDialer, type SshOptions } from './dialer.ts';

const { private: hostKey } = ssh2.utils.generateKeyPairSync('ed25519');
const kept = new Set<{ close(): void }>();
afterEach(() => {
  for (const connection of [...kept]) connection.close();
});
afterAll(() => expect(kept.size).toBe(0));

/** Global requests that servers were asked. */
let questions = 0;

/** An SSH server that lets in whom `judge` lets in, and forwards nothing: by default it says so at once. */
async function sshServer(
  judge: (asked: AuthContext) => void,
  forward: (reject: () => void) => void = (reject) => reject(),
) {
  const server = new ssh2.Server({ hostKeys: [hostKey] });
  server.on('connection', (client: Connection) => {
    client.on('error', () => undefined);
    client.on('authentication', judge);
    client.on('tcpip', (_accept, reject) => forward(reject));
    client.on('request', (_accept, reject) => {
      questions += 1;
      reject?.();
    });
  });
  return tracked(startServer((socket) => server.injectSocket(socket)));
}

const to = (server: { host: string; port: number }, options: Partial<SshOptions> = {}) =>
  createSshDialer(
    inner,
    { ...server, credentials: { username: 'me', password: 'geheim' } },
    {
      hostKeys: { known: () => undefined, pin: async () => undefined, suspect: () => undefined },
      kept,
      ...options,
    },
  );
const failureTo = async (...parts: Parameters<typeof to>) =>
  (await netError(to(...parts).dial(target, { signal: never }))).failure;

test('a password is also given where it is asked for as a question', async () => {
  const heard: string[] = [];
  const server = await sshServer((asked) => {
    if (asked.method !== 'keyboard-interactive') return asked.reject(['keyboard-interactive']);
    asked.prompt([{ prompt: 'Password: ', echo: false }], (answers) => {
      heard.push(...answers);
      asked.accept();
    });
  });
  // Let in, and told that the target cannot be reached.
  expect(await failureTo(server)).toBe('x_proxy_far_end_failed');
  expect(heard).toEqual(['geheim']);
});

test('a key is pinned before a secret leaves, and never by a server that is refused (N17)', async () => {
  const order: string[] = [];
  const server = await sshServer((asked) => {
    order.push(asked.method);
    asked.reject();
  });
  const pin = async ({ host }: { host: string }, { type }: HostKey) => void order.push(`pin ${host} ${type}`);
  const suspect = (_: unknown, { type }: HostKey) => void order.push(`suspect ${type}`);
  expect(await failureTo(server, { hostKeys: { known: () => undefined, pin, suspect } })).toBe(
    'x_proxy_bad_credentials',
  );
  expect(order.slice(0, 2)).toEqual([`pin ${server.host} ssh-ed25519`, 'password']);

  order.length = 0;
  const known = () => ({ type: 'ssh-ed25519', fingerprint: 'A'.repeat(43) });
  expect(await failureTo(server, { hostKeys: { known, pin, suspect } })).toBe('x_proxy_changed_identity');
  expect(order).toEqual(['suspect ssh-ed25519']);
});

/** What stands between us and a server, until it forgets what it carries, as a router does while a computer sleeps. */
async function startRouter(server: { port: number }) {
  const lines: Socket[] = [];
  const router = await tracked(
    startServer((near) => {
      const far = connect(server.port, '127.0.0.1').on('error', () => undefined);
      lines.push(near, far);
      near.pipe(far).pipe(near);
      near.once('close', () => far.destroy());
    }),
  );
  const forget = () => {
    for (const line of lines.splice(0)) line.unpipe().removeAllListeners('data').resume();
  };
  return { ...router, forget };
}

test('where the line was lost unnoticed, a dial goes on over another connection within seconds, and all others with it', async () => {
  const clock = createFakeClock();
  const server = await sshServer((asked) => asked.accept());
  const router = await startRouter(server);
  const dialer = to(router, { clock });
  const dial = () => failureOf(dialer);
  expect(await dial()).toBe('x_proxy_far_end_failed');
  router.forget();
  const dials = Promise.all([dial(), dial(), dial()]);
  // Three deadlines, and who listens: first out what was heard before, then a second in vain, then for an answer.
  await expect.poll(() => clock.sleepers()).toBe(4);
  await clock.advance(1_000);
  await clock.advance(1_000);
  await clock.advance(3_000);
  expect(await dials).toEqual(Array(3).fill('x_proxy_far_end_failed'));
  expect(router.accepted()).toBe(2);
});

test('a target that is slow to answer does not cost the connection', async () => {
  const clock = createFakeClock();
  const waiting: (() => void)[] = [];
  const server = await sshServer(
    (asked) => asked.accept(),
    (reject) => void (waiting.length === 0 ? waiting.push(reject) : reject()),
  );
  const dialer = to(server, { clock });
  const dialled = netError(dialer.dial(target, { signal: never }));
  await expect.poll(() => waiting.length).toBe(1);
  await clock.advance(1_000);
  // Once its answer to the question has come, the silence that follows counts for nothing.
  await expect.poll(() => questions).toBe(1);
  expect(await failureOf(dialer)).toBe('x_proxy_far_end_failed');
  await clock.advance(3_000);
  expect(server.accepted()).toBe(1);
  waiting[0]?.();
  expect((await dialled).failure).toBe('x_proxy_far_end_failed');
});

test('a server that speaks something else, or hangs up at once, is named (N11)', async () => {
  const mail = await tracked(
    startServer((socket) => void socket.write('220 mail.example ESMTP\r\n'.repeat(500))),
  );
  expect(await failureTo(mail)).toBe('x_proxy_not_a_proxy');
  expect(
    await failureTo(await tracked(startServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')))),
  ).toBe('x_proxy_not_a_proxy');
  expect(await failureTo(await scripted('SSH-1.5-old\r\n'))).toBe('x_proxy_not_a_proxy');
  expect(await failureTo(await tracked(startServer((socket) => socket.end())))).toBe('x_proxy_not_a_proxy');
});

test('a server that says nothing has fifteen seconds (N11)', async () => {
  const clock = createFakeClock();
  const silent = await tracked(startServer(() => undefined));
  const failure = failureTo(silent, { clock });
  await expect.poll(() => clock.sleepers()).toBe(1);
  await clock.advance(15_000);
  expect(await failure).toBe('x_proxy_timed_out');
});
