import { expect, onTestFinished, test } from 'vitest';
import { startServer } from '../testing/servers.ts';
import { controlTor } from './tor-control.ts';

test('an answer of the control port that does not end is not kept (B6)', async () => {
  const server = await startServer((socket) => {
    const answer = () => {
      while (socket.write('250-more\r\n'.repeat(100))) {}
    };
    socket.on('drain', answer);
    answer();
  });
  onTestFinished(server.close);
  const control = controlTor(server.port, Buffer.alloc(32), () => undefined, new AbortController().signal);
  await expect(control).rejects.toThrow('Tor hung up');
});
