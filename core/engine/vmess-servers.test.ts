import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { EngineServer } from '../model/engine-server.ts';
import type { Sidecars } from '../model/sidecar.ts';
import { systemClock, systemRandom } from '../net/system-clock.ts';
import { listensOnLoopbackOnly } from '../sidecars/loopback.ts';
import { createAuthority } from '../testing/authority.ts';
import { startBareServerEngine } from '../testing/bare-server-engine.ts';
import { openBareSidecars } from '../testing/bare-sidecars.ts';
import { findProgram } from '../testing/daemon.ts';
import { startServer } from '../testing/servers.ts';
import { startV2ray } from '../testing/v2ray.ts';
import { createEngineDialer } from '../transports/engine-dialer.ts';

const ID = 'b831381d-6324-4d53-ad4f-8cda48b30811';
const isHere = findProgram('v2ray') !== undefined;
const never = new AbortController().signal;
const tools = { clock: systemClock, random: systemRandom };

const through = (server: EngineServer, sidecars: Sidecars) =>
  createEngineDialer({ kind: 'proxy', ...server }, { sidecars, ...tools });

/** What an echo server behind it all gives back to `hello`, and what the engine says. */
async function echoThrough(server: EngineServer, roots?: readonly string[]) {
  const echo = await startServer((socket) => void socket.pipe(socket));
  onTestFinished(echo.close);
  const { run, log } = await startBareServerEngine('v2ray', server, roots);
  const stream = await through(server, { open: async () => run.door }).dial(echo, { signal: never });
  onTestFinished(() => void stream.destroy());
  stream.on('error', () => undefined);
  stream.write('hello');
  const heard = once(stream, 'data').then(([chunk]: unknown[]) => String(chunk));
  heard.catch(() => undefined);
  return { heard, log };
}

const vmess = (port: number, options: Readonly<Record<string, string>> = {}): EngineServer => ({
  ...{ protocol: 'vmess', host: '127.0.0.1', port, options },
  credentials: { username: ID, password: '' },
});

describe.skipIf(!isHere)('where v2ray is installed, VMess', () => {
  test('carries what is said both ways', async () => {
    const server = await startV2ray({ protocol: 'vmess', secret: ID });
    onTestFinished(server.stop);
    const { heard } = await echoThrough(vmess(server.port));
    expect(await heard).toBe('hello');
  });

  test('carries four megabytes whole, and goes on once the engine was killed (B5)', async () => {
    const server = await startV2ray({ protocol: 'vmess', secret: ID });
    onTestFinished(server.stop);
    const echo = await startServer((socket) => void socket.pipe(socket));
    onTestFinished(echo.close);
    const sidecars = openBareSidecars([]);
    const { pids } = sidecars;
    onTestFinished(sidecars.close);
    const dialer = through(vmess(server.port), sidecars);
    for (let round = 1; round <= 2; round += 1) {
      const bytes = randomBytes(4 << 20);
      const stream = await dialer.dial(echo, { signal: never });
      stream.on('error', () => undefined);
      stream.write(bytes);
      let missing = bytes.length;
      const heard = createHash('sha256');
      for await (const chunk of stream) {
        heard.update(chunk);
        missing -= chunk.length;
        if (missing <= 0) break;
      }
      expect(heard.digest('hex')).toBe(createHash('sha256').update(bytes).digest('hex'));
      expect(pids.length).toBe(round);
      process.kill(pids.at(-1) ?? 0, 'SIGKILL');
      await expect.poll(() => pids.length).toBe(round + 1);
    }
  });

  test('carries it in a web socket in TLS, whose certificate our own roots must vouch for', async () => {
    const authority = createAuthority();
    const identity = authority.issue(['a.example']);
    const server = await startV2ray({ protocol: 'vmess', secret: ID, path: '/way', identity });
    onTestFinished(server.stop);
    const way = vmess(server.port, { security: 'tls', sni: 'a.example', type: 'ws', path: '/way' });
    const trusted = await echoThrough(way, [authority.cert]);
    expect(await trusted.heard).toBe('hello');
    const { log } = await echoThrough(way, [createAuthority('Somebody else').cert]);
    await expect.poll(() => log.lines().join()).toContain('certificate signed by unknown authority');
  });

  test('has one door, on loopback, and lets in whoever has its password alone (B3)', async () => {
    const { run, pid } = await startBareServerEngine('v2ray', vmess(1));
    expect(await listensOnLoopbackOnly(pid, run.door.port)).toBe(true);
    const credentials = { username: 'somebody', password: 'else' };
    const other = through(vmess(1), { open: async () => ({ ...run.door, credentials }) });
    await expect(other.dial({ host: '127.0.0.1', port: 1 }, { signal: never })).rejects.toMatchObject({
      failure: 'x_proxy_bad_credentials',
    });
  });

  test('whose configuration the engine does not take ends in a failure', async () => {
    await expect(
      startBareServerEngine('v2ray', vmess(1, { type: 'no-such-carriage' })),
    ).rejects.toMatchObject({
      failure: 'x_proxy_engine_failed',
    });
  });
});
