import type { AuthContext, Connection } from 'ssh2';
import ssh2 from 'ssh2';
import { afterAll, afterEach, expect, test } from 'vitest';
import type { HostKey } from '../../model/host-key.ts';
import { createFakeClock } from '../../testing/fake-clock.ts';
import { startServer } from '../../testing/servers.ts';
import { netError } from '../../testing/streams.ts';
import { inner, never, scripted, target, tracked } from '../testing/upstream.ts';
import { createSshDialer, type SshOptions } from './dialer.ts';

const { private: hostKey } = ssh2.utils.generateKeyPairSync('ed25519');
const kept = new Set<{ close(): void }>();
afterEach(() => {
  for (const connection of [...kept]) connection.close();
});
afterAll(() => expect(kept.size).toBe(0));

/** An SSH server that lets in whom `judge` lets in, and forwards nothing. */
async function sshServer(judge: (asked: AuthContext) => void) {
  const server = new ssh2.Server({ hostKeys: [hostKey] });
  server.on('connection', (client: Connection) => {
    client.on('error', () => undefined);
    client.on('authentication', judge);
    client.on('tcpip', (_accept, reject) => reject());
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
