import { describe, expect, it } from 'vitest';
import type { HostPort } from '../model/address.ts';
import type { Controls } from '../model/controls.ts';
import type { Step } from '../model/trace.ts';
import { systemRandom } from '../net/system-clock.ts';
import { createAuthority } from '../testing/authority.ts';
import { closedAfterTest } from '../testing/closed-after-test.ts';
import { startServer, startTlsServer } from '../testing/servers.ts';
import { measureControlSpeed } from './control-speed.ts';
import { measureNetwork, type NetworkMeasurement } from './controls.ts';
import { guessCountry } from './guess-country.ts';
import { hasRoute } from './has-route.ts';
import { looksBack } from './looks-back.ts';
import { createFastClock } from './testing/fast-clock.ts';
import { page, startHttpServer, startHttpsServer } from './testing/http-servers.ts';
import { createNamedDialer } from './testing/named-dialer.ts';

const authority = createAuthority('Test root');
const clock = createFastClock(4);
const FOREIGN = ['a.test', 'b.test', 'c.test'];
const DOMESTIC = ['d.test', 'e.test'];
const PORTALS = ['p.test', 'q.test'];
const control = (host: string) => ({ host, path: '/', network: host, source: 'test' });
const controls: Controls = {
  foreign: FOREIGN.map(control),
  domestic: { RU: { timeZones: ['Europe/Moscow'], controls: DOMESTIC.map(control) } },
  portals: PORTALS.map((host) => ({ host, path: '/ok', status: 200, body: 'success', source: 'test' })),
  neutral: FOREIGN.map(control),
  bulk: FOREIGN.map(control),
};

/** Leads each group of names to one server; a group without one has no names. */
function network(places: { foreign?: HostPort; domestic?: HostPort; portals?: HostPort }) {
  const names = (hosts: readonly string[], place: HostPort | undefined) =>
    place === undefined ? [] : hosts.map((host) => [host, place] as const);
  return createNamedDialer(
    Object.fromEntries([
      ...names(FOREIGN, places.foreign),
      ...names(DOMESTIC, places.domestic),
      ...names(PORTALS, places.portals),
    ]),
  );
}

const measure = (dialer: NetworkMeasurement['dialer'], more: Partial<NetworkMeasurement> = {}) =>
  measureNetwork({ ...measurement(dialer), ...more });

function measurement(dialer: NetworkMeasurement['dialer']): NetworkMeasurement {
  return {
    controls,
    country: 'RU',
    dialer,
    roots: [authority.cert],
    clock,
    random: systemRandom,
    signal: new AbortController().signal,
    interfaces: () => true,
    hasRoute: async () => true,
  };
}

const good = () => startTlsServer(authority.issue([...FOREIGN, ...DOMESTIC]));
const silent = () => startServer();
const success = (headers: readonly string[] = []) =>
  startHttpServer(() => page('success\n', '200 OK', headers));

describe('measureNetwork', () => {
  it('finds nothing wrong with a good network, and reports its steps', async () => {
    const steps: Step[] = [];
    const tls = await closedAfterTest(good());
    const dialer = network({ foreign: tls, domestic: tls, portals: await closedAfterTest(success()) });
    expect(await measure(dialer, { trace: (step) => steps.push(step) })).toEqual({
      cause: null,
      evidence: [],
    });
    expect(steps.some(({ operation }) => operation === 'tls')).toBe(true);
  });

  it('knows at once that it is offline, and asks nobody', async () => {
    const server = await closedAfterTest(good());
    const dialer = network({ foreign: server });
    expect((await measure(dialer, { interfaces: () => false })).cause).toBe('offline');
    expect((await measure(dialer, { hasRoute: async () => false })).cause).toBe('offline');
    expect(server.accepted()).toBe(0);
  });

  it('finds a captive portal, by redirect', async () => {
    const portal = await closedAfterTest(
      startHttpServer(() => page('', '302 Found', ['Location: http://login.test/'])),
    );
    const dialer = network({ foreign: await closedAfterTest(silent()), portals: portal });
    expect((await measure(dialer)).cause).toBe('captive-portal');
  });

  it('finds a white list', async () => {
    const dead = await closedAfterTest(silent());
    const dialer = network({ foreign: dead, portals: dead, domestic: await closedAfterTest(good()) });
    const startedAt = clock.monotonic();
    const { cause, evidence } = await measure(dialer);
    expect(cause).toBe('whitelist-only');
    expect(evidence.some(({ operation, failure }) => operation === 'tls' && failure !== null)).toBe(true);
    expect(clock.monotonic() - startedAt).toBeLessThan(8000);
  });

  it('finds a shutdown', async () => {
    const dead = await closedAfterTest(silent());
    expect((await measure(network({ foreign: dead, portals: dead, domestic: dead }))).cause).toBe('shutdown');
  });

  it('sees with two handshakes whether the network is back, and without a way out asks nobody (M13)', async () => {
    const [tls, dead] = [await closedAfterTest(good()), await closedAfterTest(silent())];
    const look = (foreign: typeof tls, more: Partial<NetworkMeasurement> = {}) =>
      looksBack({ ...measurement(network({ foreign, domestic: tls })), ...more });
    expect(await look(dead)).toBe(false);
    expect([await look(tls), tls.accepted()]).toEqual([true, 2]);
    expect(await look(tls, { hasRoute: async () => false })).toBe(false);
    // Somebody else's certificate is no sign of it.
    expect(await look(await closedAfterTest(startTlsServer(createAuthority('Other').issue(FOREIGN))))).toBe(
      false,
    );
    expect(tls.accepted()).toBe(2);
  });

  it('tells a dead resolver from a dead network by addresses', async () => {
    const server = await closedAfterTest(silent());
    const addresses = [{ host: server.host, port: server.port }];
    const dialer = { ...network({}) };
    const byAddress: NetworkMeasurement['dialer'] = {
      dial: (target, options) =>
        target.host === server.host
          ? createNamedDialer({ [server.host]: server }).dial(target, options)
          : dialer.dial(target, options),
    };
    expect((await measure(byAddress, { addresses })).cause).toBeNull();
  });

  it('finds a wrong clock, and by how much', async () => {
    const expired = await closedAfterTest(startTlsServer(authority.issue([...FOREIGN, ...DOMESTIC], -1)));
    const date = new Date(Date.now() - 40 * 86_400_000).toUTCString();
    const dialer = network({
      foreign: expired,
      domestic: expired,
      portals: await closedAfterTest(success([`Date: ${date}`])),
    });
    expect(await measure(dialer)).toMatchObject({ cause: 'clock-wrong', detail: '40 days ahead' });
  });

  it('finds who intercepts', async () => {
    const stranger = await closedAfterTest(startTlsServer(createAuthority('State root').issue(FOREIGN)));
    const dialer = network({ foreign: stranger, portals: await closedAfterTest(success()) });
    expect(await measure(dialer)).toMatchObject({ cause: 'intercepted', detail: 'State root' });
  });

  it('stops with the signal’s reason', async () => {
    const dead = await closedAfterTest(silent());
    const controller = new AbortController();
    const measuring = measure(network({ foreign: dead, portals: dead }), { signal: controller.signal });
    controller.abort(new Error('enough'));
    await expect(measuring).rejects.toThrow('enough');
  });
});

describe('hasRoute', () => {
  it('asks the kernel and sends nothing', async () => {
    expect(typeof (await hasRoute())).toBe('boolean');
  });
});

describe('guessCountry', () => {
  it('knows a country by its time zone', () => {
    expect(guessCountry('Europe/Moscow', controls)).toBe('RU');
    expect(guessCountry('Antarctica/Troll', controls)).toBeUndefined();
  });
});

describe('measureControlSpeed', () => {
  const speed = (dialer: NetworkMeasurement['dialer']) =>
    measureControlSpeed({
      controls,
      dialer,
      roots: [authority.cert],
      clock,
      signal: new AbortController().signal,
    });

  it('is that of the first control that delivers', async () => {
    const identity = authority.issue(FOREIGN);
    const server = await closedAfterTest(startHttpsServer(identity, () => page(Buffer.alloc(20_000))));
    expect(await speed(network({ foreign: server }))).toBeGreaterThan(10_000);
  });

  it('is not known when none does', async () => {
    const small = await closedAfterTest(startHttpsServer(authority.issue(FOREIGN), () => page('small')));
    expect(await speed(network({ foreign: small }))).toBeNull();
    expect(await speed(network({}))).toBeNull();
  });
});
