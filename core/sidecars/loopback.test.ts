import { fork } from 'node:child_process';
import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { scratchFolder } from '../testing/daemon.ts';
import { startServer } from '../testing/servers.ts';
import { listensOnLoopbackOnly } from './loopback.ts';

const program = scratchFolder().write(
  'listen.mjs',
  `import { createServer } from 'node:net';
  for (const host of process.argv.slice(2)) await new Promise((ready) => createServer().listen(0, host, ready));
  process.send('ready');\n`,
);

async function listener(...hosts: string[]): Promise<number> {
  const child = fork(program, hosts);
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child, 'message');
  return child.pid ?? 0;
}

test.each([
  [['127.0.0.1'], true],
  [['127.0.0.1', '::1'], true],
  [['127.5.5.5'], true],
  [['0.0.0.0'], false],
  [['127.0.0.1', '0.0.0.0'], false],
  [['127.0.0.1', '::'], false],
  [[], false],
])('a process that listens on %j: %s (B3)', async (hosts, expected) => {
  expect(await listensOnLoopbackOnly(await listener(...hosts), 1)).toBe(expected);
});

test('a process that is not there cannot be looked at; then the port is tried at this computer’s other addresses', async () => {
  const { port, close } = await startServer();
  onTestFinished(close);
  expect(await listensOnLoopbackOnly(0, port)).toBe(true);
});
