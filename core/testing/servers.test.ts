import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { startBlackhole, startServer } from './servers.ts';

describe('startServer', () => {
  it('counts connections and closes with them', async () => {
    const server = await startServer();
    const client = connect(server.port, server.host);
    await once(client, 'connect');
    await expect.poll(() => server.open()).toBe(1);
    client.destroy();
    await expect.poll(() => server.open()).toBe(0);
    expect(server.accepted()).toBe(1);
    const held = connect(server.port, server.host).on('error', () => undefined);
    await once(held, 'connect');
    await server.close();
    await server.close();
    expect(server.open()).toBe(0);
  });
});

describe.skipIf(process.platform !== 'linux')('startBlackhole, on Linux', () => {
  it('neither connects nor refuses', async () => {
    const hole = await startBlackhole();
    const socket = connect(hole.port, hole.host);
    const heard = Promise.race([
      once(socket, 'connect').then(
        () => 'connected',
        () => 'failed',
      ),
      new Promise((resolve) => setTimeout(resolve, 200, 'nothing')),
    ]);
    expect(await heard).toBe('nothing');
    socket.destroy();
    await hole.close();
  });
});
