import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { TunnelStream } from '../net/proxy/tunnel-stream.ts';
import type { RelayOptions } from './relay.ts';
import { MIB, pair, pour, standstill, startRelay } from './testing/relayed.ts';

/** A relay to a server behind a tunnel that turns every bit over. */
async function startTunnel(options: Partial<RelayOptions> = {}) {
  const [dialled, far] = await pair();
  const turned = (chunk: Uint8Array) => Buffer.from(chunk.map((byte) => byte ^ 0xff));
  const codec = {
    encode: turned,
    isCopying: true,
    decode: (chunk: Buffer) => [turned(chunk)],
    ended: () => null,
  };
  return { ...(await startRelay({ server: new TunnelStream(dialled, codec), ...options })), far, turned };
}

test('before a tunnel that makes copies one buffer is used again and again, and everything arrives', async () => {
  const buffers = new Set<ArrayBufferLike>();
  const { app, far, turned, end } = await startTunnel({ watch: { up: ({ buffer }) => buffers.add(buffer) } });
  const hash = createHash('sha256');
  let pieces = 0;
  far.on('data', (chunk: Buffer) => {
    hash.update(turned(chunk));
    // A reader that stops now and then, so that the tunnel is full.
    if (++pieces % 16 !== 0) return;
    far.pause();
    setImmediate(() => far.resume());
  });
  const [sent] = await Promise.all([pour(app, 16 * MIB, 5), once(far, 'end')]);
  far.end();
  app.resume();
  expect(hash.digest('hex')).toBe(sent);
  expect(await end).toMatchObject({ up: 16 * MIB, error: null, firstToEnd: 'client' });
  // One of each size.
  expect(buffers.size).toBeLessThan(16);
});

test('stops reading before a tunnel whose server does not read (D10)', async () => {
  let passed = 0;
  const watch = {
    up(chunk: Uint8Array) {
      passed += chunk.length;
    },
  };
  const closing = new AbortController();
  const { app, far, end } = await startTunnel({ watch, closing: closing.signal });
  far.pause();
  const piece = Buffer.alloc(MIB);
  const flood = (): void => {
    while (passed < 256 * MIB && app.write(piece)) {}
  };
  app.on('drain', flood);
  flood();
  await standstill(() => passed);
  expect(passed).toBeGreaterThan(0);
  expect(passed).toBeLessThan(64 * MIB);
  closing.abort();
  await end;
});
