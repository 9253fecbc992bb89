import { describe, expect, it } from 'vitest';
import { createAuthority } from '../testing/authority.ts';
import { closedAfterTest } from '../testing/closed-after-test.ts';
import { startServer, startTlsServer } from '../testing/servers.ts';
import { compareDns } from './compare-dns.ts';
import { createFastClock } from './testing/fast-clock.ts';
import { createNamedDialer } from './testing/named-dialer.ts';
import { createTableResolver } from './testing/table-resolver.ts';

const authority = createAuthority('Test root');
const clock = createFastClock(4);
const [TRUE, FALSE, PUBLISHED] = ['192.0.2.1', '203.0.113.9', '198.51.100.7'];

/** The true host has the right certificate, the false one a stranger's. */
async function compare(system: readonly string[], encrypted: readonly string[]) {
  const truth = await closedAfterTest(startTlsServer(authority.issue(['web.test'])));
  const lie = await closedAfterTest(startServer((socket) => socket.resetAndDestroy()));
  const known = createTableResolver('doh:test', { 'web.test': encrypted });
  const { signal } = new AbortController();
  const comparison = await compareDns('web.test', {
    system: createTableResolver('system', { 'web.test': system }),
    encrypted: async (name, options) => (await known.resolve(name, 4, options)).addresses,
    isPublished: (address) => address === PUBLISHED,
    dialer: createNamedDialer({ [TRUE]: truth, [FALSE]: lie }),
    roots: [authority.cert],
    clock,
    signal,
  });
  return { comparison, looked: truth.accepted() + lie.accepted() };
}

describe('compareDns', () => {
  it('lets certificates decide where the answers have nothing in common', async () => {
    const { comparison } = await compare([FALSE], [TRUE]);
    expect(comparison).toMatchObject({
      name: 'web.test',
      system: { addresses: [FALSE], failure: null },
      encrypted: { addresses: [TRUE], failure: null },
      verified: [TRUE],
    });
    expect(comparison.system.steps).not.toHaveLength(0);
  });

  it('looks at no certificate where they agree, or the messenger publishes the address', async () => {
    expect(await compare([FALSE, TRUE], [TRUE])).toMatchObject({ comparison: { verified: [] }, looked: 0 });
    expect(await compare([PUBLISHED], [PUBLISHED])).toMatchObject({
      comparison: { verified: [PUBLISHED] },
      looked: 0,
    });
  });

  it('names what a side had instead of an answer', async () => {
    const { comparison } = await compare([], [TRUE]);
    expect(comparison).toMatchObject({
      system: { addresses: [], failure: 'dns_nxdomain_error' },
      verified: [TRUE],
    });
    expect((await compare([TRUE], [])).comparison.encrypted.failure).toBe('dns_nxdomain_error');
  });
});
