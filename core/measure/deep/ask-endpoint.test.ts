import { createHash, X509Certificate } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import type { Endpoint } from '../../model/endpoint.ts';
import { createAuthority } from '../../testing/authority.ts';
import { refusedPort } from '../../testing/ports.ts';
import { startServer, type TestServer } from '../../testing/servers.ts';
import { createDeepTools } from '../testing/deep-tools.ts';
import { createFastClock } from '../testing/fast-clock.ts';
import { page, startHttpServer, startHttpsServer } from '../testing/http-servers.ts';
import { askEndpoint } from './ask-endpoint.ts';
import { showCertificates } from './show-certificates.ts';

const HOST = 'chat.test';
const authority = createAuthority('Test root');
const identity = authority.issue([HOST]);
const clock = createFastClock(20);
const servers: TestServer[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

function toolsAt(place: { host: string; port: number }, roots: readonly string[] = [authority.cert]) {
  return createDeepTools({ places: { [HOST]: place }, books: {}, roots, clock });
}

async function ask(endpoint: Partial<Endpoint>, starting: Promise<TestServer>) {
  const server = await starting;
  servers.push(server);
  const { signal } = new AbortController();
  return askEndpoint({ host: HOST, port: 443, ...endpoint }, toolsAt(server), signal);
}

const operations = ({ steps }: Awaited<ReturnType<typeof askEndpoint>>) =>
  steps.map(({ operation }) => operation);

test('a connection that opens is an answer, one that is refused is not', async () => {
  const open = await ask(
    {},
    startServer(() => undefined),
  );
  expect(open).toMatchObject({ ask: 'connect', host: HOST, port: 443, failure: null });
  expect(operations(open)).toEqual(['resolve', 'connect']);
  const { signal } = new AbortController();
  expect(await askEndpoint({ host: HOST, port: 443 }, toolsAt(await refusedPort()), signal)).toMatchObject({
    failure: 'connection_refused',
  });
});

test('any status is an answer to a POST, as OONI has it for Telegram (ts-020), and the request is what it says', async () => {
  const heard: string[] = [];
  const server = startHttpServer((request) => {
    heard.push(request);
    return page('', '404 Not Found');
  });
  const asked = await ask({ ask: 'http-post', port: 80 }, server);
  expect(asked).toMatchObject({ failure: null });
  expect(asked.steps.at(-1)).toMatchObject({ protocol: 'http-post', answer: { status: 404 } });
  expect(heard).toEqual([expect.stringMatching(/^POST \/ HTTP\/1\.1\r\nHost: chat\.test\r\n/)]);
  expect(heard[0]).toContain('Content-Length: 0');
});

test('a server that says nothing is silent, after a while and not for ever', async () => {
  expect(
    await ask(
      { ask: 'http-post', port: 80 },
      startServer(() => undefined),
    ),
  ).toMatchObject({
    failure: 'generic_timeout_error',
  });
});

test('any status is an answer over trusted TLS, also to who would be upgraded; nothing is said on a web socket', async () => {
  const heard: string[] = [];
  const forbid = () =>
    startHttpsServer(identity, (request) => {
      heard.push(request);
      return page('no', '403 Forbidden');
    });
  for (const asking of [{ ask: 'https' as const }, { ask: 'websocket' as const, path: '/relay' }]) {
    const asked = await ask(asking, forbid());
    expect([asked.failure, ...operations(asked)]).toEqual([null, 'resolve', 'connect', 'tls', 'dialogue']);
  }
  expect(heard[1]).toMatch(/^GET \/relay HTTP\/1\.1\r\n(?:.*\r\n)*Upgrade: websocket/);
});

test('a name that is denied is asked for elsewhere, and what was said there is kept', async () => {
  const books = { 'doh:quad9': { [HOST]: ['192.0.2.7'] } };
  const tools = createDeepTools({ places: {}, books, roots: [], clock });
  const { signal } = new AbortController();
  const { failure, steps } = await askEndpoint({ host: HOST, port: 443 }, tools, signal);
  expect(failure).toBe('dns_nxdomain_error');
  expect(steps).toMatchObject([{ resolver: 'system' }, { resolver: 'doh:quad9', addresses: ['192.0.2.7'] }]);
});

test('the whole chain that a server shows is kept, trusted or not (M6)', async () => {
  const server = await startHttpsServer(identity, () => undefined);
  servers.push(server);
  const { signal } = new AbortController();
  const { raw } = new X509Certificate(identity.cert);
  const own = { sha256: createHash('sha256').update(raw).digest('hex'), data: raw.toString('base64') };
  const trusted = await showCertificates(HOST, toolsAt(server), signal);
  const { raw: root } = new X509Certificate(authority.cert);
  expect([trusted.failure, trusted.steps.at(-1)]).toMatchObject([
    null,
    { operation: 'tls', chain: [own, { name: 'Test root', data: root.toString('base64') }] },
  ]);
  const strange = await showCertificates(HOST, toolsAt(server, [createAuthority('Another').cert]), signal);
  expect([strange.failure, strange.steps.at(-1)]).toMatchObject([
    ...[
      'ssl_unknown_authority',
      { operation: 'tls', issuer: 'Test root', chain: [{ name: 'leaf', ...own }] },
    ],
  ]);
});
