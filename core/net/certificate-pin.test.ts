import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createAuthority } from '../testing/authority.ts';
import { closedAfterTest } from '../testing/closed-after-test.ts';
import { check } from '../testing/fuzz.ts';
import { startTlsServer } from '../testing/servers.ts';
import { readPins } from './certificate-pin.ts';
import { systemClock } from './system-clock.ts';
import { type SecureOptions, secure } from './tls-client.ts';

const PIN = 'ab'.repeat(32);
const OTHER = 'cd'.repeat(32);

test('fingerprints are read as programs print them', () => {
  const printed = `sha256 Fingerprint=${'AB:'.repeat(31)}AB`.split('=')[1] ?? '';
  for (const text of [PIN, PIN.toUpperCase(), printed, printed.replaceAll(':', '-'), ` ${PIN} ,`])
    expect(readPins(text)).toEqual([PIN]);
  expect(readPins(`${OTHER},${PIN}`)).toEqual([PIN, OTHER]);
  expect(readPins(`${OTHER}~${PIN}~${OTHER}`)).toEqual([PIN, OTHER]);
});

test('whatever else is no fingerprint, and one bad one spoils the others', () => {
  const five = Array.from({ length: 5 }, (_, index) => `0${index}`.repeat(32)).join();
  const bad = ['', ',', 'deadbeef', `${PIN}a`, `${PIN},x`, 'chrome', 'qrvM'.repeat(11), five];
  for (const text of bad) expect(readPins(text)).toBeUndefined();
  check(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.stringMatching(/^[0-9A-Fa-f:,~]{0,200}$/),
        fc.constantFrom(PIN, `${OTHER}~${PIN}`),
      ),
      (text) => {
        const pins = readPins(text);
        if (pins !== undefined) expect(readPins(pins.join())).toEqual(pins);
      },
    ),
  );
});

const roots = [createAuthority('Somebody trusted').cert];
const own = createAuthority('A friend’s own authority');
const stranger = createAuthority('Whoever is in between');
const sha256 = (pem: string) => new X509Certificate(pem).fingerprint256;
const pinsOf = (...pems: readonly string[]) => readPins(pems.map(sha256).join()) ?? [];
/** Its own certificate, and whoever issued that. */
const shown = (leaf: { readonly cert: string; readonly key: string }, authority = own) => ({
  key: leaf.key,
  cert: `${leaf.cert}${authority.cert}`,
});

/** What is heard through TLS, or how it failed. */
async function hear(
  identity: { readonly cert: string; readonly key: string },
  options: Partial<SecureOptions>,
): Promise<string> {
  const server = await closedAfterTest(startTlsServer(identity, (socket) => socket.end('hello')));
  try {
    const socket = await secure(connect(server.port, server.host), {
      ...{ serverName: 'chat.test', verifyName: 'chat.test', roots, signal: new AbortController().signal },
      ...options,
    });
    const heard = String((await once(socket, 'data'))[0]);
    socket.destroy();
    return heard;
  } catch (error) {
    return error instanceof Error ? error.message : 'unknown';
  }
}

const CHANGED = 'tls: x_proxy_changed_identity';

test('the pinned certificate is taken, whoever signed it, whatever its name and days; any other is not (N4)', async () => {
  const leaf = own.issue(['elsewhere.test'], -1);
  const other = own.issue(['chat.test']);
  expect(await hear(leaf, { pins: pinsOf(leaf.cert) })).toBe('hello');
  expect(await hear(leaf, { pins: pinsOf(other.cert, leaf.cert) })).toBe('hello');
  expect(await hear(leaf, { pins: pinsOf(other.cert) })).toBe(CHANGED);
  expect(await hear(other, {})).toBe('tls: ssl_unknown_authority');
  // A certificate that the roots vouch for is none of the pinned either.
  expect(await hear(other, { pins: pinsOf(leaf.cert), roots: [own.cert] })).toBe(CHANGED);
});

test('a pinned authority is taken for what it issued itself, for that name, and now (N4)', async () => {
  const leaf = own.issue(['chat.test']);
  const pins = pinsOf(own.cert);
  expect(await hear(shown(leaf), { pins })).toBe('hello');
  expect(await hear(leaf, { pins })).toBe(CHANGED);
  expect(await hear(shown(leaf), { pins, verifyName: 'other.test' })).toBe(CHANGED);
  expect(await hear(shown(own.issue(['chat.test'], -1)), { pins })).toBe(CHANGED);
  const later = { ...systemClock, now: () => systemClock.now() + 366 * 86_400_000 };
  expect(await hear(shown(leaf), { pins, clock: later })).toBe(CHANGED);
});

test('showing a pinned certificate beside one’s own proves nothing (N4)', async () => {
  const forged = stranger.issue(['chat.test']);
  expect(await hear(shown(forged), { pins: pinsOf(own.cert) })).toBe(CHANGED);
  const real = own.issue(['chat.test']);
  const beside = { key: forged.key, cert: `${forged.cert}${real.cert}` };
  expect(await hear(beside, { pins: pinsOf(real.cert) })).toBe(CHANGED);
});
