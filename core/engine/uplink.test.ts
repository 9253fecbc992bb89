import { describe, expect, test } from 'vitest';
import type { ChooseProxy } from '../model/network-proxy.ts';
import type { PreviousProxy } from '../system/settings/driver.ts';
import { closedAfterTest } from '../testing/closed-after-test.ts';
import { createFakeClock } from '../testing/fake-clock.ts';
import { createLoopbackDialer } from '../testing/loopback-dialer.ts';
import { refusedPort } from '../testing/ports.ts';
import { startServer } from '../testing/servers.ts';
import { followNetworkProxy, proxyOf, type UplinkParts } from './uplink.ts';

const never = new AbortController().signal;
const WEB = { host: 'web.whatsapp.com', port: 443 };
const OTHER = { host: 'wiki.company.example', port: 443 };
const byHand = (answer: string, bypass: readonly string[] = []): PreviousProxy => ({
  ...{ kind: 'by-hand', answer, bypass },
  credentials: { username: 'anna', password: 'geheim' },
});

async function follow(named: PreviousProxy | Error, changes: Partial<UplinkParts> = {}, port = 1) {
  let choose: ChooseProxy | null = null;
  const standing = await followNetworkProxy(
    {
      bricks: {
        straightDialer: createLoopbackDialer(),
        follow(next) {
          choose = next;
        },
      },
      clock: createFakeClock(),
      networkProxy: async () => {
        if (named instanceof Error) throw named;
        return named;
      },
      findProxy: async () => null,
      resources: { messengers: [] },
      settings: { settings: { version: 1, port: 4000, onlyThrough: [] } },
      ...changes,
    },
    port,
    never,
  );
  const chosen = async (target: typeof WEB) => {
    const ask: ChooseProxy | null = choose;
    return ask === null ? 'straight' : ask(target, never);
  };
  return { standing, chosen };
}

describe('the proxy of a network', () => {
  test('that the settings name is followed, past what they except, with what it knows the person by (C11)', async () => {
    const { host, port } = await closedAfterTest(startServer());
    const { standing, chosen } = await follow(byHand(`PROXY ${host}:${port}`, ['*.company.example']));
    expect(standing).toBe('followed');
    expect(await chosen(WEB)).toEqual({
      ...{ protocol: 'http-proxy', host, port },
      credentials: { username: 'anna', password: 'geheim' },
    });
    expect(await chosen(OTHER)).toBeNull();
  });

  test('that does not answer is passed by (C11)', async () => {
    const { host, port } = await refusedPort();
    const { standing, chosen } = await follow(byHand(`SOCKS ${host}:${port}`));
    expect([standing, await chosen(WEB)]).toEqual(['silent', 'straight']);
  });

  test('is none where nothing is named, it cannot be read, or it is one we do not speak with', async () => {
    for (const named of [
      { kind: 'none' } as const,
      new Error('no'),
      byHand('QUIC a.example:1'),
      byHand('DIRECT'),
    ])
      expect((await follow(named)).standing).toBe('none');
  });

  test('is never our own (C3)', async () => {
    const { host, port } = await closedAfterTest(startServer());
    const { standing, chosen } = await follow(byHand(`PROXY ${host}:${port}`), {}, port);
    expect([standing, await chosen(WEB)]).toEqual(['none', 'straight']);
  });
});

describe('a network’s script', () => {
  const pac = { kind: 'pac', url: 'http://wpad.company.example/p.pac' } as const;

  test('is said to be there and not followed where nobody can run it (C11)', async () => {
    const { standing, chosen } = await follow(pac);
    expect([standing, await chosen(WEB)]).toEqual(['script', 'straight']);
  });

  test('is asked once for each host, and never for this computer (C11)', async () => {
    const asked: string[] = [];
    const { standing, chosen } = await follow(pac, {
      async findProxy(script, url) {
        asked.push(`${script} ${url}`);
        return url.includes('company') ? 'DIRECT' : 'SOCKS5 p.example:1; DIRECT';
      },
    });
    expect(standing).toBe('followed');
    asked.length = 0;
    const proxy = { protocol: 'socks5', host: 'p.example', port: 1 };
    expect(await Promise.all([chosen(WEB), chosen(WEB), chosen(OTHER)])).toEqual([proxy, proxy, null]);
    expect(await chosen({ host: '127.0.0.1', port: 9 })).toBeNull();
    expect(asked).toEqual([
      `${pac.url} https://web.whatsapp.com/`,
      `${pac.url} https://wiki.company.example/`,
    ]);
  });

  test('that leads straight, or to us, is as good as none', async () => {
    for (const answer of ['DIRECT', 'PROXY 127.0.0.1:4000', '']) {
      const { standing, chosen } = await follow(pac, { findProxy: async () => answer });
      expect([standing, await chosen(WEB)]).toEqual(['none', 'straight']);
    }
  });

  test('that fails for one host is passed by there, and asked again', async () => {
    let failures = 0;
    const { chosen } = await follow(pac, {
      async findProxy(_, url) {
        if (!url.includes('company')) return 'PROXY p.example:1';
        failures += 1;
        throw new Error('gone');
      },
    });
    expect([await chosen(OTHER), await chosen(OTHER), failures]).toEqual([null, null, 2]);
  });
});

test.each([
  ['PROXY a.example:3128', { protocol: 'http-proxy', host: 'a.example', port: 3128 }],
  ['HTTPS [2001:DB8::1]:443; DIRECT', { protocol: 'https-proxy', host: '2001:db8::1', port: 443 }],
  ['socks4 a.example:1', { protocol: 'socks4a', host: 'a.example', port: 1 }],
  ['PROXY a.example:99999', null],
  ['PROXY a b:1', null],
  ['', null],
])('%s is read as it says', (answer, proxy) => {
  expect(proxyOf(answer)).toEqual(proxy);
});
