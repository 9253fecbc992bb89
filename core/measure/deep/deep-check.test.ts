import { afterEach, expect, test } from 'vitest';
import type { DeepCheckData } from '../../model/deep-check.ts';
import { createAuthority } from '../../testing/authority.ts';
import { startServer, type TestServer } from '../../testing/servers.ts';
import { createDeepTools, type DeepWorld } from '../testing/deep-tools.ts';
import { createFastClock } from '../testing/fast-clock.ts';
import { page, startHttpsServer } from '../testing/http-servers.ts';
import { deepCheck } from './deep-check.ts';

const BOGON = '10.10.34.34';
const authority = createAuthority('Test root');
const identity = authority.issue(['chat.test', 'control.test']);
const servers: TestServer[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

const source = 'test';
const data: DeepCheckData = {
  others: [
    {
      ...{ id: 'relays', name: 'Relays', sources: [source] },
      endpoints: [
        { host: 'chat.test', port: 443, ask: 'https' },
        { host: 'open.test', port: 443 },
        { host: 'away.test', port: 443 },
      ],
    },
  ],
  names: ['chat.test'],
  hellos: ['cut.test', 'chat.test'],
  resolvers: ['doh:quad9', 'doh:cloudflare'],
  certificates: ['chat.test'],
  stun: [{ host: '192.0.2.1', port: 3478, source }],
  quic: [{ host: '192.0.2.1', port: 443, source }],
};

async function world(): Promise<DeepWorld> {
  const [https, open] = await Promise.all([
    startHttpsServer(identity, () => page('')),
    startServer(() => undefined),
  ]);
  servers.push(https, open);
  const known = { 'chat.test': ['127.0.0.1'], 'away.test': ['192.0.2.9'] };
  return {
    places: { 'chat.test': https, 'control.test': https, 'open.test': open },
    books: { system: { 'chat.test': [BOGON] }, 'doh:quad9': known, 'doh:cloudflare': known },
    roots: [authority.cert],
    clock: createFastClock(20),
    forged: [BOGON],
  };
}

test('a network that lies, cuts names and swallows datagrams is told as that, and what works as well (M10, M12)', async () => {
  const tools = createDeepTools(await world());
  const progress: [number, number][] = [];
  const measured = await deepCheck({ data, messengers: [], controls: ['control.test'] }, tools, {
    signal: new AbortController().signal,
    onProgress: (done, all) => progress.push([done, all]),
    isNetworkFine: Promise.resolve(true),
  });
  const said = measured.map(({ test: about, subject, findings }) => [
    ...[about, subject, findings[0]?.verdict, findings[0]?.names],
  ]);
  expect(said).toEqual([
    ['servers', 'relays', 'servers-some', ['away.test']],
    ['address-books', null, 'address-books-false', ['chat.test']],
    ['names', null, 'names-cut', ['cut.test']],
    ['quic', null, 'open', []],
    ['calls', null, 'udp-silent', []],
    ['certificates', null, 'certificates-fine', []],
  ]);
  const all = 3 + 3 + 2 + 1 + 1 + 2 + 1;
  expect(progress.map(([done]) => done)).toEqual(Array.from({ length: all + 1 }, (_, done) => done));
  expect(new Set(progress.map(([, whole]) => whole))).toEqual(new Set([all]));
});

test('a closer look that is called off says nothing and leaves nothing (M10)', async () => {
  const stop = new AbortController();
  const reason = new Error('the person said stop');
  const running = deepCheck(
    { data, messengers: [], controls: ['control.test'] },
    createDeepTools(await world()),
    {
      signal: stop.signal,
      onProgress: (done) => done === 3 && stop.abort(reason),
      isNetworkFine: Promise.resolve(true),
    },
  );
  await expect(running).rejects.toBe(reason);
});
