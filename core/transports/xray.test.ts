import { once } from 'node:events';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { StreamDialer } from '../model/dialer.ts';
import { systemClock, systemRandom } from '../net/system-clock.ts';
import { createAuthority } from '../testing/authority.ts';
import { openBareSidecars } from '../testing/bare-sidecars.ts';
import { findProgram } from '../testing/daemon.ts';
import { replyTo, startUdpServer } from '../testing/dns-servers.ts';
import { startServer, type TestServer } from '../testing/servers.ts';
import { echo, sendAndHear } from '../testing/streams.ts';
import { makeX25519 } from '../testing/x25519.ts';
import { startXray, startXrayWireguard } from '../testing/xray.ts';
import { createEngineDialer } from './engine-dialer.ts';
import { parseLink } from './links/share-link.ts';
import { transfer } from './testing/transfer.ts';

const NAME = 'web.example.org';
const ID = 'b831381d-6324-4d53-ad4f-8cda48b30811';
const never = new AbortController().signal;
const isHere = findProgram('xray') !== undefined;
const title = isHere
  ? 'a link that Xray is started for'
  : 'xray is not installed: no link is tried through it';

async function startTarget(): Promise<TestServer> {
  const target = await startServer(echo);
  onTestFinished(target.close);
  return target;
}

/** By a link as people get it, from its text to the engine. */
function through(link: string, roots: readonly string[] = []): StreamDialer {
  const result = parseLink(link);
  const hop = result.ok ? result.expression.hops[0] : undefined;
  if (hop?.kind !== 'proxy') throw new Error('no server');
  const sidecars = openBareSidecars(roots, 'xray');
  onTestFinished(sidecars.close);
  return createEngineDialer(hop, { sidecars, clock: systemClock, random: systemRandom });
}

/** Whether anything that is said comes to the target, before the stream is closed. */
async function comesThrough(dialer: StreamDialer, target: TestServer): Promise<boolean> {
  const stream = await dialer.dial(target, { signal: never });
  const closed = once(stream, 'close').catch(() => undefined);
  stream
    .on('error', () => undefined)
    .resume()
    .write('hello');
  stream.once('end', () => stream.destroy());
  await Promise.race([closed, expect.poll(() => target.accepted(), { timeout: 20_000 }).toBe(1)]);
  stream.destroy();
  return target.accepted() > 0;
}

async function startReality() {
  const authority = createAuthority();
  const reality = { keys: makeX25519(), name: NAME, shortId: '0a1b' };
  const server = await startXray({
    ...{ protocol: 'vless', secret: ID, identity: authority.issue([NAME]), reality },
  });
  onTestFinished(server.stop);
  const link = (key: string, sid: string) =>
    `vless://${ID}@127.0.0.1:${server.port}?encryption=none&security=reality&type=tcp&sni=${NAME}&fp=chrome&pbk=${key}&sid=${sid}&spx=%2F#name`;
  return { authority, keys: reality.keys, link };
}

describe.skipIf(!isHere)(title, () => {
  test('to a Reality server carries nothing with another key or short id than the server’s', async () => {
    const { keys, link } = await startReality();
    const target = await startTarget();
    expect(await comesThrough(through(link(makeX25519().open, '0a1b')), target)).toBe(false);
    expect(await comesThrough(through(link(keys.open, 'ffff')), target)).toBe(false);
    expect(await comesThrough(through(link(keys.open, '0a1b')), target)).toBe(true);
  });

  test('in TLS carries nothing where nobody we trust vouches for the certificate', async () => {
    const authority = createAuthority();
    const flow = 'xtls-rprx-vision';
    const identity = authority.issue([NAME]);
    const server = await startXray({ protocol: 'vless', secret: ID, flow, identity });
    onTestFinished(server.stop);
    const target = await startTarget();
    const link = `vless://${ID}@127.0.0.1:${server.port}?security=tls&sni=${NAME}&flow=${flow}&alpn=h2%2Chttp%2F1.1`;
    expect(await comesThrough(through(link, [createAuthority('Another').cert]), target)).toBe(false);
    const misnamed = link.replace(NAME, 'other.example.org');
    expect(await comesThrough(through(misnamed, [authority.cert]), target)).toBe(false);
    expect(await comesThrough(through(link, [authority.cert]), target)).toBe(true);
  });

  test.each([
    ['gRPC', '&type=grpc&serviceName=way', { network: 'grpc', grpcSettings: { serviceName: 'way' } }],
    ['XHTTP', '&type=xhttp&path=%2Fway', { network: 'xhttp', xhttpSettings: { path: '/way' } }],
  ])('to a Trojan server in %s carries what is said, and then much', async (_, query, carriage) => {
    const authority = createAuthority();
    const identity = authority.issue([NAME]);
    const server = await startXray({ protocol: 'trojan', secret: 'secret', identity, carriage });
    onTestFinished(server.stop);
    const link = `trojan://secret@127.0.0.1:${server.port}?sni=${NAME}${query}#name`;
    const stream = await through(link, [authority.cert]).dial(await startTarget(), { signal: never });
    // Of Trojan's first words, Xray from 25.8 on takes no more than 8 KiB.
    expect(await sendAndHear(stream, 'hello')).toBe('hello');
    expect(await transfer(stream, 1)).toBe(true);
    stream.destroy();
  });

  test('to a WireGuard server carries much, and asks for names inside the tunnel alone', async () => {
    const [server, client] = [makeX25519(), makeX25519()];
    const names = await startUdpServer((query, send) =>
      send(replyTo(query, { addresses: query.questions?.[0]?.type === 'A' ? ['10.9.9.9'] : [] })),
    );
    onTestFinished(names.close);
    const tunnel = await startXrayWireguard({
      ...{ server, client, address: '10.7.0.2/32', names: names.port },
    });
    onTestFinished(tunnel.stop);
    const key = (text: string) => Buffer.from(text, 'base64url').toString('base64');
    const file = [
      ...['[Interface]', `PrivateKey = ${key(client.secret)}`, 'Address = 10.7.0.2/32'],
      ...['[Peer]', `PublicKey = ${key(server.open)}`, `Endpoint = 127.0.0.1:${tunnel.port}`],
    ];
    const target = await startTarget();
    const dialer = through(file.join('\n'));
    const stream = await dialer.dial({ host: 'echo.example', port: target.port }, { signal: never });
    expect(await sendAndHear(stream, 'hello')).toBe('hello');
    expect(await transfer(stream, 1)).toBe(true);
    expect(names.asked()).toBeGreaterThan(0);
    stream.destroy();
  });
});
