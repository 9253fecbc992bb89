import { readFile } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import { expect, test } from 'vitest';
import { createUserCheck, peerUser } from './peer-user.ts';

const HEAD =
  '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n';
const line = (local: string, remote: string, user: number, state = '01') =>
  `   0: ${local} ${remote} ${state} 00000000:00000000 00:00000000 00000000  ${user}        0 12345 1 0 20 4 30 10 -1\n`;
const LOOPBACK = '0100007F';
const MAPPED = '0000000000000000FFFF00000100007F';
const ports = { peerPort: 0xc001, ownPort: 0x1f90 };

test('the user at the other end is read from the list of connections', async () => {
  const list =
    HEAD +
    line(`${LOOPBACK}:1F90`, `${LOOPBACK}:C001`, 0) +
    line(`${LOOPBACK}:C001`, `${LOOPBACK}:1F90`, 1001);
  expect(await peerUser(ports, async () => list)).toBe(1001);
  const mapped = HEAD + line(`${MAPPED}:C001`, `${MAPPED}:1F90`, 1002);
  expect(await peerUser(ports, async (path) => (path.endsWith('6') ? mapped : HEAD))).toBe(1002);
});

test('where the system does not tell, nobody is named', async () => {
  for (const list of [
    null,
    '',
    HEAD,
    HEAD + line(`${LOOPBACK}:C001`, `${LOOPBACK}:1F90`, 7, '06'),
    'nonsense',
  ])
    expect(await peerUser(ports, async () => list)).toBeNull();
});

test.each([
  ['oneself', 1000, null, 1000, true],
  ['another user', 1000, null, 1001, false],
  ['root', 1000, null, 0, true],
  ['the user who became root by sudo', 0, 1000, 1000, true],
  ['another user, where root runs it', 0, 1000, 1001, false],
  ['nobody the system names', 1000, null, null, true],
  ['anybody, on a system without users', null, null, 1001, true],
] as const)('%s is let in or not', async (_who, user, sudoUser, peer, isLetIn) => {
  const list = peer === null ? '' : line(`${LOOPBACK}:C001`, `${LOOPBACK}:1F90`, peer);
  const mayEnter = createUserCheck({ user, sudoUser }, async () => list);
  const socket = { remotePort: ports.peerPort, localPort: ports.ownPort };
  expect(await mayEnter(Object.assign(Object.create(null), socket))).toBe(isLetIn);
});

test('a connection of our own is ours, where the system tells', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const arrived = new Promise<Socket>((resolve) => void server.once('connection', resolve));
  const address = server.address();
  const client = connect({ host: '127.0.0.1', port: typeof address === 'object' ? (address?.port ?? 0) : 0 });
  const socket = await arrived;
  const read = (path: string) => readFile(path, 'utf8').catch(() => null);
  const { remotePort = 0, localPort = 0 } = socket;
  expect(await peerUser({ peerPort: remotePort, ownPort: localPort }, read)).toBe(
    process.platform === 'linux' ? process.getuid?.() : null,
  );
  client.destroy();
  socket.destroy();
  server.close();
});
