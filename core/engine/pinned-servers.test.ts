import { X509Certificate } from 'node:crypto';
import { expect, onTestFinished, test } from 'vitest';
import type { EngineServer } from '../model/engine-server.ts';
import { systemClock, systemRandom } from '../net/system-clock.ts';
import { createAuthority } from '../testing/authority.ts';
import { openBareSidecars } from '../testing/bare-sidecars.ts';
import { findProgram } from '../testing/daemon.ts';
import { startServer } from '../testing/servers.ts';
import { echo, sendAndHear } from '../testing/streams.ts';
import { startV2ray } from '../testing/v2ray.ts';
import { createEngineDialer } from '../transports/engine-dialer.ts';

const ID = 'b831381d-6324-4d53-ad4f-8cda48b30811';
const isHere = ['xray', 'v2ray'].every((name) => findProgram(name) !== undefined);
const title = 'by Xray, VMess in TLS reaches the server of that fingerprint and no other (N4)';

test.skipIf(!isHere)(`${title}${isHere ? '' : ' (skipped: not installed here: xray)'}`, async () => {
  const identity = createAuthority('A friend').issue(['elsewhere.example']);
  const server = await startV2ray({ protocol: 'vmess', secret: ID, identity });
  onTestFinished(server.stop);
  const target = await startServer(echo);
  onTestFinished(target.close);
  const sidecars = openBareSidecars([]);
  onTestFinished(sidecars.close);
  const dial = async (pin: string) => {
    const way: EngineServer = {
      ...{ protocol: 'vmess', host: '127.0.0.1', port: server.port, options: { security: 'tls', pin } },
      credentials: { username: ID, password: '' },
    };
    const tools = { sidecars, clock: systemClock, random: systemRandom };
    const dialer = createEngineDialer({ kind: 'proxy', ...way }, tools);
    const stream = await dialer.dial(target, { signal: new AbortController().signal });
    onTestFinished(() => void stream.destroy());
    return stream.on('error', () => undefined);
  };
  const pin = new X509Certificate(identity.cert).fingerprint256.replaceAll(':', '').toLowerCase();
  const heard: unknown[] = [];
  const wrong = await dial('ab'.repeat(32));
  wrong.on('data', (chunk) => heard.push(chunk)).write('hello');
  expect(await sendAndHear(await dial(`${'ab'.repeat(32)},${pin}`), 'hello')).toBe('hello');
  // Xray gives up on a server whose certificate is another.
  await expect.poll(() => wrong.destroyed || wrong.readableEnded, { timeout: 20_000 }).toBe(true);
  expect(heard).toEqual([]);
  expect(target.accepted()).toBe(1);
});
