import { mkdtemp, readFile, rm } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ssh2, { type Connection } from 'ssh2';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemClock, systemRandom } from '../net/system-clock.ts';
import { startServer, type TestServer } from '../testing/servers.ts';
import { netError } from '../testing/streams.ts';
import { waysOf } from './host/house-view.ts';
import { openHouse } from './open.ts';

let home = '';
let ssh: TestServer;
/** Connections to the SSH server. */
let open = 0;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'footbridge-ssh-'));
  ssh = await startSsh();
});
afterEach(async () => {
  await ssh.close();
  await rm(home, { recursive: true, force: true });
});

/** Lets everybody in, reaches nobody, and has a key of its own. */
async function startSsh(port = 0): Promise<TestServer> {
  const { private: key } = ssh2.utils.generateKeyPairSync('ed25519');
  const server = new ssh2.Server({ hostKeys: [key] });
  server.on('connection', (client: Connection) => {
    client.on('error', () => undefined);
    client.on('authentication', (asked) => asked.accept());
    client.on('tcpip', (_accept, reject) => reject());
  });
  const serve = (socket: Socket) => {
    open += 1;
    socket.once('end', () => socket.end());
    socket.once('close', () => {
      open -= 1;
    });
    server.injectSocket(socket);
  };
  return startServer(serve, '127.0.0.1', port);
}

const house = () =>
  openHouse(
    {
      home,
      resourceFolders: [join(import.meta.dirname, '..', '..', 'resources')],
      clock: systemClock,
      random: systemRandom,
      timeZone: 'UTC',
    },
    { emit: () => undefined },
  );
/** What the first of the person's servers says to a dial; the connection is closed behind it. */
async function dialFirst({ parts }: Awaited<ReturnType<typeof house>>): Promise<string> {
  const { bricks } = parts(() => undefined);
  const [server] = bricks.servers();
  if (server === undefined) throw new Error('no server');
  const { signal } = new AbortController();
  const { failure } = await netError(server.dialer.dial({ host: 'chat.test', port: 443 }, { signal }));
  bricks.close();
  await expect.poll(() => open).toBe(0);
  return failure;
}

test('an SSH server is known again after a start, and met anew once it was removed and added (N17)', async () => {
  const link = `ssh://me:geheim@127.0.0.1:${ssh.port}`;
  const before = await house();
  await before.servers.add(link);
  expect(await dialFirst(before)).toBe('x_proxy_far_end_failed');
  expect(await readFile(join(home, 'known-hosts.json'), 'utf8')).toContain('ssh-ed25519');

  const { port } = ssh;
  await ssh.close();
  ssh = await startSsh(port);
  const after = await house();
  expect(await dialFirst(after)).toBe('x_proxy_changed_identity');
  expect(waysOf(after)[0]?.keyChange).toBeDefined();
  await after.servers.remove('1');
  await after.servers.add(link);
  expect(await dialFirst(after)).toBe('x_proxy_far_end_failed');
});

test('one that was set up anew is refused until the person has asked and says so (N17)', async () => {
  const link = `ssh://me:geheim@127.0.0.1:${ssh.port}`;
  const before = await house();
  await before.servers.add(link);
  await dialFirst(before);
  const { port } = ssh;
  await ssh.close();
  ssh = await startSsh(port);
  const after = await house();
  await dialFirst(after);
  const [way] = waysOf(after);
  const { id = '', keyChange } = way ?? {};
  expect(keyChange?.shown).not.toBe(keyChange?.known);
  expect(await after.keyChanges.accept(id, keyChange?.known ?? '')).toBe(false);
  expect(await after.keyChanges.accept('server:other', keyChange?.shown ?? '')).toBe(false);
  expect(await dialFirst(after)).toBe('x_proxy_changed_identity');
  expect(await after.keyChanges.accept(id, keyChange?.shown ?? '')).toBe(true);
  expect(await dialFirst(after)).toBe('x_proxy_far_end_failed');
  expect(waysOf(after)[0]?.keyChange).toBeUndefined();
});
