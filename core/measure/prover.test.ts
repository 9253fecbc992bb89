import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { StreamDialer } from '../model/dialer.ts';
import { NetError } from '../model/failure.ts';
import type { Proof } from '../model/messenger.ts';
import type { PinBoard } from '../model/route.ts';
import type { Clock } from '../model/time.ts';
import type { Step } from '../model/trace.ts';
import type { TransportKind } from '../model/transport.ts';
import { systemClock, systemRandom } from '../net/system-clock.ts';
import { createAuthority } from '../testing/authority.ts';
import { until } from '../testing/event-loop.ts';
import { createFakeClock } from '../testing/fake-clock.ts';
import { refusedPort } from '../testing/ports.ts';
import { startServer, type TestServer } from '../testing/servers.ts';
import { createProver } from './prover.ts';
import { startNoiseServer } from './testing/chat-servers.ts';
import { createFastClock } from './testing/fast-clock.ts';
import { recordedHello } from './testing/hello.ts';
import { page, startHttpsServer } from './testing/http-servers.ts';
import { createNamedDialer } from './testing/named-dialer.ts';
import { passTime } from './testing/pass-time.ts';
import { startPinBoard } from './testing/pin-board.ts';

const authority = createAuthority('Test root');
const noise: Proof = { kind: 'noise', host: 'chat.test', port: 443 };
const https: Proof = { kind: 'https', host: 'chat.test', port: 443, path: '/' };
const servers: TestServer[] = [];
let pins: Awaited<ReturnType<typeof startPinBoard>>;

beforeEach(async () => {
  pins = await startPinBoard();
});
afterEach(async () => {
  await pins.close();
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function at(starting: Promise<TestServer>): Promise<StreamDialer> {
  const server = await starting;
  servers.push(server);
  return createNamedDialer({ 'chat.test': server });
}

interface Circumstances {
  readonly signal?: AbortSignal;
  readonly trace?: (step: Step) => void;
  readonly clock?: Clock;
  readonly kind?: TransportKind;
  readonly controlSpeed?: () => number;
  readonly pins?: PinBoard;
}

function prove(
  proof: Proof,
  dialer: StreamDialer,
  {
    signal = new AbortController().signal,
    trace,
    clock = systemClock,
    kind = 'plain',
    ...more
  }: Circumstances = {},
) {
  const prover = createProver({
    pins,
    roots: [authority.cert],
    signalRoot: authority.cert,
    recordedHello,
    clock,
    random: systemRandom,
    ...more,
  });
  return prover.prove(
    proof,
    { id: kind, kind, label: kind, dialer },
    { signal, ...(trace === undefined ? {} : { trace }) },
  );
}

describe('a prover', () => {
  it('proves through the pinned port, and merges the steps of both sides (F1)', async () => {
    const told: Step[] = [];
    const outcome = await prove(noise, await at(startNoiseServer()), { trace: (step) => told.push(step) });
    expect(outcome.ok).toBe(true);
    expect(outcome.steps.map(({ operation }) => operation)).toEqual(['resolve', 'connect', 'dialogue']);
    expect(told).toEqual(outcome.steps);
    expect(pins.pinned()).toBe(0);
  });

  it('proves nothing of a way that works where the local proxy does not (F1)', async () => {
    const server = await startNoiseServer();
    const dead = { proxy: await refusedPort(), username: 'a', password: 'b', release: () => undefined };
    const outcome = await prove(noise, await at(Promise.resolve(server)), { pins: { pin: () => dead } });
    expect(outcome).toMatchObject({ ok: false, error: { failure: 'x_proxy_refused' } });
    expect(server.accepted()).toBe(0);
  });

  it('names the transport’s failure, not the local proxy’s refusal of us', async () => {
    const outcome = await prove(noise, createNamedDialer({}));
    expect(outcome).toMatchObject({
      ok: false,
      error: { operation: 'resolve', failure: 'dns_nxdomain_error' },
    });
    expect(pins.pinned()).toBe(0);
  });

  it('names a refused connect', async () => {
    const outcome = await prove(noise, createNamedDialer({ 'chat.test': await refusedPort() }));
    expect(outcome).toMatchObject({
      ok: false,
      error: { operation: 'connect', failure: 'connection_refused' },
    });
  });

  it('takes untried addresses for forged ones', async () => {
    const outcome = await prove(noise, {
      async dial(_, { trace }) {
        const [startedAt, endedAt] = [0, 1];
        trace?.({
          operation: 'resolve',
          startedAt,
          endedAt,
          failure: null,
          name: 'chat.test',
          resolver: 'system',
          addresses: ['10.10.34.36'],
        });
        throw new NetError('resolve', 'dns_bogon_error');
      },
    });
    expect(outcome).toMatchObject({ ok: false, error: { operation: 'resolve', failure: 'dns_bogon_error' } });
  });

  it('turns a dial that never ends into a connect that timed out, with its address', async () => {
    const endless: StreamDialer = {
      dial: (_, { signal, trace }) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => {
            trace?.({
              operation: 'connect',
              startedAt: 0,
              endedAt: 1,
              failure: 'interrupted',
              address: { host: '192.0.2.1', port: 443 },
            });
            reject(signal.reason);
          });
        }),
    };
    const clock = createFakeClock();
    const proving = prove(noise, endless, { clock });
    await passTime(clock, proving);
    const outcome = await proving;
    expect(outcome).toMatchObject({
      ok: false,
      error: { operation: 'connect', failure: 'generic_timeout_error' },
    });
    expect(outcome.steps).toMatchObject([
      { address: { host: '192.0.2.1' }, failure: 'generic_timeout_error' },
    ]);
  });

  it('names an end of ours as the local proxy saw it', async () => {
    const cut = await at(startServer((socket) => socket.once('data', () => socket.end())));
    const outcome = await prove(https, {
      async dial(target, options) {
        const stream = await cut.dial(target, options);
        stream.once('end', () => {
          options.trace?.({
            operation: 'read',
            startedAt: 0,
            endedAt: 1,
            failure: 'connection_reset',
            bytes: 0,
          });
        });
        return stream;
      },
    });
    expect(outcome).toMatchObject({ ok: false, error: { operation: 'tls', failure: 'connection_reset' } });
  });

  it('names an issuer nobody trusts', async () => {
    const stranger = createAuthority('State root').issue(['chat.test']);
    const outcome = await prove(https, await at(startHttpsServer(stranger, () => page(''))));
    expect(outcome).toMatchObject({ ok: false, error: { failure: 'ssl_unknown_authority' } });
    expect(outcome.steps.at(-1)).toMatchObject({ operation: 'tls', issuer: 'State root' });
  });

  it('gives up on a silent handshake after 1.5 s on a quick network', async () => {
    let hasHello = false;
    const silent = await at(
      startServer((socket) =>
        socket.once('data', () => {
          hasHello = true;
        }),
      ),
    );
    const clock = createFakeClock();
    const proving = prove(https, silent, { clock });
    await until(() => hasHello);
    await passTime(clock, proving);
    expect(await proving).toMatchObject({
      ok: false,
      error: { operation: 'tls', failure: 'generic_timeout_error' },
    });
    expect(clock.monotonic()).toBeGreaterThanOrEqual(1500);
    expect(clock.monotonic()).toBeLessThan(2000);
  });

  it('rejects with the reason when aborted, and gives the pin back', async () => {
    const controller = new AbortController();
    const proving = prove(https, await at(startServer()), { signal: controller.signal });
    await expect.poll(() => pins.pinned()).toBe(1);
    controller.abort(new Error('another won'));
    await expect(proving).rejects.toThrow('another won');
    expect(pins.pinned()).toBe(0);
  });

  it('fails a crawl beside a quick control on the plain way, but takes a slow server as it is', async () => {
    const clock = createFastClock(5);
    const site = await at(
      startHttpsServer(authority.issue(['chat.test']), (_, __, socket) => {
        socket.write('HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n');
        const drip = (): void => {
          if (socket.destroyed) return;
          socket.write(Buffer.alloc(800));
          clock.after(100, drip);
        };
        drip();
        return undefined;
      }),
    );
    const bulk: Proof = { kind: 'bulk', host: 'chat.test', port: 443, path: '/', bytes: 65536 };
    const circumstances = { clock, controlSpeed: () => 4e6 };
    const [plain, server] = await Promise.all([
      prove(bulk, site, circumstances),
      prove(bulk, site, { ...circumstances, kind: 'server' }),
    ]);
    expect(plain).toMatchObject({ ok: false, error: { operation: 'bulk', failure: 'x_throttled' } });
    expect(server).toMatchObject({ ok: true });
  });
});
