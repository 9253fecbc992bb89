import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { afterEach, describe, expect, it } from 'vitest';
import type { HostPort } from '../model/address.ts';
import type { StreamDialer } from '../model/dialer.ts';
import type { Proof } from '../model/messenger.ts';
import type { Step } from '../model/trace.ts';
import { systemRandom } from '../net/system-clock.ts';
import { createAuthority } from '../testing/authority.ts';
import { startServer, startTlsServer, type TestServer } from '../testing/servers.ts';
import { netError, plainDuplex } from '../testing/streams.ts';
import { runProof } from './run-proof.ts';
import {
  startDataCentre,
  startNoiseServer,
  startWebSocketDataCentre,
  startWebSocketServer,
} from './testing/chat-servers.ts';
import { createFastClock } from './testing/fast-clock.ts';
import { recordedHello } from './testing/hello.ts';
import { page, startHttpsServer } from './testing/http-servers.ts';
import { createNamedDialer } from './testing/named-dialer.ts';

const authority = createAuthority('Test root');
const signalAuthority = createAuthority('Signal test root');
const identity = authority.issue(['web.test']);
const servers: TestServer[] = [];
const tools = {
  roots: [authority.cert],
  signalRoots: [authority.cert, signalAuthority.cert],
  recordedHello,
  clock: createFastClock(8),
  random: systemRandom,
};

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function run(
  proof: Proof,
  starting: Promise<TestServer>,
  dialer = (place: HostPort) => createNamedDialer({ 'web.test': place }),
  silence = 40_000,
) {
  const server = await starting;
  servers.push(server);
  const steps: Step[] = [];
  const trace = (step: Step) => steps.push(step);
  const { signal } = new AbortController();
  const inner = dialer(server);
  const streams: Duplex[] = [];
  const watched: StreamDialer = {
    async dial(target, options) {
      const stream = await inner.dial(target, options);
      streams.push(stream);
      return stream;
    },
  };
  const running = runProof(proof, { dialer: watched, signal, trace, silence: () => silence }, tools);
  const [gained, error] = await running.then(
    (value) => [value, null] as const,
    async (reason) => [null, await netError(Promise.reject(reason))] as const,
  );
  expect(streams.every(({ destroyed }) => destroyed)).toBe(true);
  return { steps, gained, error };
}

const at = { host: 'web.test', port: 443 } as const;
const https = { kind: 'https', ...at, path: '/' } as const;
const bulk = { kind: 'bulk', ...at, path: '/', bytes: 65536 } as const;
const webSocket = { kind: 'websocket-noise', ...at, path: '/ws/chat', origin: 'https://web.test' } as const;
const telegramOrigin = 'https://web.telegram.org';
const telegramWeb = {
  kind: 'websocket-obfuscated2',
  ...at,
  path: '/apiws',
  origin: telegramOrigin,
  dc: 2,
} as const;
const chrome = { kind: 'chrome-hello', ...at } as const;
const ownCertificate = { kind: 'tls-hello', ...at } as const;
const noise = { kind: 'noise', ...at } as const;
const chat = { kind: 'obfuscated2', ...at, dc: 2 } as const;

describe('a proof', () => {
  it.each<[Proof, () => Promise<TestServer>, string[]]>([
    [noise, startNoiseServer, ['dialogue']],
    [chat, startDataCentre, ['dialogue']],
    [webSocket, () => startWebSocketServer(identity), ['tls', 'dialogue']],
    [telegramWeb, () => startWebSocketDataCentre(identity), ['tls', 'dialogue']],
    [https, () => startHttpsServer(identity, () => page('gone', '404 Not Found')), ['tls', 'dialogue']],
    [bulk, () => startHttpsServer(identity, () => page(Buffer.alloc(50_000))), ['tls', 'bulk']],
    [chrome, () => startTlsServer(identity), ['tls']],
    [ownCertificate, () => startTlsServer(signalAuthority.issue(['seed.test'])), ['tls']],
  ])('$kind passes where the host answers', async (proof, start, operations) => {
    const { gained, steps, error } = await run(proof, start());
    expect(error).toBeNull();
    expect(steps.map(({ operation }) => operation)).toEqual(operations);
    expect(steps.every(({ failure }) => failure === null)).toBe(true);
    expect(gained?.bytes).toBeGreaterThan(proof.kind === 'bulk' ? 65536 : 5);
    expect(gained?.bytesPerSecond === null).toBe(proof.kind !== 'bulk');
  });

  it.each([[noise], [chat], [webSocket], [telegramWeb], [https], [bulk], [chrome], [ownCertificate]])(
    '$kind names silence (M2)',
    async (proof) => {
      const { error } = await run(proof, startServer(), undefined, 1200);
      expect(error?.failure).toBe('generic_timeout_error');
      expect(error?.operation).toBe(
        proof.kind === 'noise' || proof.kind === 'obfuscated2' ? 'dialogue' : 'tls',
      );
    },
  );

  it.each([[noise], [chat], [webSocket], [telegramWeb], [https], [bulk], [chrome], [ownCertificate]])(
    '$kind names a reset',
    async (proof) => {
      const { error } = await run(
        proof,
        startServer((socket) => socket.once('data', () => socket.resetAndDestroy())),
      );
      expect(error?.failure).toBe('connection_reset');
    },
  );

  it('websocket-obfuscated2 asks for the sub-protocol that carries it (M2)', async () => {
    for (const protocol of ['', 'text']) {
      const { error } = await run(telegramWeb, startWebSocketDataCentre(identity, protocol));
      expect(error).toMatchObject({ operation: 'dialogue', failure: 'x_unexpected_answer' });
    }
  });

  it('bulk counts what arrives below TLS, over a stream that is no socket as well', async () => {
    const { gained } = await run(
      bulk,
      startHttpsServer(identity, () => page(Buffer.alloc(60_000))),
      ({ host, port }) => ({ dial: async () => plainDuplex(connect(port, host)) }),
    );
    expect(gained?.bytes).toBeGreaterThan(65_536);
  });

  it('bulk sees a freeze inside a TLS record (M3)', async () => {
    const large = Buffer.concat([
      Buffer.from('HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n'),
      Buffer.alloc(16_000),
    ]);
    const upstream = await startHttpsServer(identity, () => large);
    servers.push(upstream);
    const freezer = startServer((socket) => {
      const onward = connect(upstream.port, upstream.host);
      let passed = 0;
      onward.on('data', (chunk: Buffer) => {
        const room = Math.max(0, 8192 - passed);
        passed += chunk.length;
        socket.write(chunk.subarray(0, room));
      });
      socket.on('data', (chunk: Buffer) => onward.write(chunk));
      socket.once('close', () => onward.destroy());
    });
    const { error, steps } = await run(bulk, freezer);
    expect(error).toMatchObject({ operation: 'bulk', failure: 'x_frozen' });
    expect(steps.at(-1)).toMatchObject({ operation: 'bulk', failure: 'x_frozen' });
  });

  it('https names a stranger’s certificate and its issuer (M6)', async () => {
    const stranger = createAuthority('State root').issue(['web.test']);
    const { error, steps } = await run(
      https,
      startHttpsServer(stranger, () => page('')),
    );
    expect(error).toMatchObject({ operation: 'tls', failure: 'ssl_unknown_authority' });
    expect(steps).toMatchObject([{ operation: 'tls', issuer: 'State root', hello: 'node' }]);
  });

  it('https trusts Signal’s own root for Signal only (N4)', async () => {
    const own = signalAuthority.issue(['web.test']);
    const forSignal = await run(
      { ...https, root: 'signal' },
      startHttpsServer(own, () => page('')),
    );
    const forOthers = await run(
      https,
      startHttpsServer(own, () => page('')),
    );
    expect([forSignal.error, forOthers.error?.failure]).toEqual([null, 'ssl_unknown_authority']);
  });

  it('chrome-hello takes an alert for an answer, but not for a ServerHello (M5)', async () => {
    const { error, steps } = await run(
      chrome,
      startServer((socket) => socket.once('data', () => socket.write(Buffer.from('15030300020228', 'hex')))),
    );
    expect(error).toMatchObject({ operation: 'tls', failure: 'x_unexpected_answer' });
    expect(steps).toMatchObject([{ operation: 'tls', hello: 'chrome', serverName: 'web.test' }]);
  });

  it('ends in its dialer’s failure when there is no way', async () => {
    const { error } = await run(noise, startServer(), () => createNamedDialer({}));
    expect(error).toMatchObject({ operation: 'resolve', failure: 'dns_nxdomain_error' });
  });
});
