import { mkdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer, type Server } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { createFileOnce, systemClock, systemRandom } from '../core/engine.ts';
import type { Clock } from '../core/model/time.ts';
import {
  type ClaimOptions,
  claimInstance,
  createInstanceAnswer,
  isProcessAlive,
  type Spot,
} from '../core/shell-kit.ts';
import { scratchFolder } from '../core/testing/daemon.ts';
import { createFakeClock } from '../core/testing/fake-clock.ts';
import { refusedPort } from '../core/testing/ports.ts';
import { key } from './testing/page.ts';

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

async function listen(server: Server): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** One start of Footbridge: its server answers, its file is not written yet. */
async function starter(name: string): Promise<Spot> {
  const secret = key(name);
  const server = createHttpServer(
    createInstanceAnswer(secret, { issueLink: () => key('L'), end: () => undefined }),
  );
  return { pid: process.pid, port: await listen(server), secret, shell: 'page' };
}

/** The computer's clock, on which nobody waits too long for an answer: a slow machine is not a silent instance. */
const patient: Clock = {
  ...systemClock,
  sleep: (ms, signal) =>
    ms < 1_000
      ? systemClock.sleep(ms / 10, signal)
      : new Promise<void>((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason))),
};

const options = (home: string, changes: Partial<ClaimOptions> = {}): ClaimOptions => ({
  home,
  clock: patient,
  random: systemRandom,
  isAlive: isProcessAlive,
  createOnce: createFileOnce,
  ...changes,
});
const fileOf = (home: string) => join(home, 'window.json');

test('the first start is the one, in a file nobody else can read, which it takes away', async () => {
  const home = scratchFolder().path;
  const claim = await claimInstance(await starter('a'), options(home));
  expect(claim.kind).toBe('ours');
  expect(statSync(fileOf(home)).mode & 0o777).toBe(0o600);
  if (claim.kind === 'ours') await claim.release();
  expect(() => statSync(fileOf(home))).toThrow('ENOENT');
});

test('a second start is given a link by the first', async () => {
  const home = scratchFolder().path;
  const first = await starter('a');
  await claimInstance(first, options(home));
  const second = await claimInstance(await starter('b'), options(home));
  expect(second).toEqual({ kind: 'others', shell: 'page', port: first.port, link: key('L') });
});

test('of many starts at once, one is the one and all others find it (P4)', async () => {
  const home = scratchFolder().path;
  const spots = await Promise.all([...'abcdefgh'].map(starter));
  const claims = await Promise.all(spots.map((spot) => claimInstance(spot, options(home))));
  expect(claims.filter(({ kind }) => kind === 'ours')).toHaveLength(1);
  expect(claims.filter(({ kind }) => kind === 'others')).toHaveLength(7);
});

test('after kill -9 many starts at once still agree on one (P4)', async () => {
  // A race shows itself now and then: ten tries find what one may miss.
  for (let round = 0; round < 10; round++) {
    const home = scratchFolder().path;
    const { port } = await refusedPort();
    writeFileSync(fileOf(home), JSON.stringify({ pid: 1, port, secret: key('z'), shell: 'page' }));
    const spots = await Promise.all([...'abcdefgh'].map(starter));
    const claims = await Promise.all(spots.map((spot) => claimInstance(spot, options(home))));
    expect(claims.filter(({ kind }) => kind === 'ours')).toHaveLength(1);
    expect(claims.filter(({ kind }) => kind === 'others')).toHaveLength(7);
    const ours = spots[claims.findIndex(({ kind }) => kind === 'ours')];
    expect(JSON.parse(readFileSync(fileOf(home), 'utf8'))).toEqual(ours);
  }
});

test('a file that is cut short or of another kind is replaced', async () => {
  for (const content of ['', '{"pid":', '{"pid":1,"port":99999,"secret":"x"}']) {
    const home = scratchFolder().path;
    writeFileSync(fileOf(home), content);
    expect((await claimInstance(await starter('a'), options(home))).kind).toBe('ours');
  }
});

test('another program on the port of an instance that is gone is not believed (P4)', async () => {
  const home = scratchFolder().path;
  const impostor = createHttpServer((_request, response) =>
    response.end(JSON.stringify({ link: key('E'), proof: key('E') })),
  );
  const port = await listen(impostor);
  writeFileSync(fileOf(home), JSON.stringify({ pid: process.pid, port, secret: key('z'), shell: 'page' }));
  expect((await claimInstance(await starter('a'), options(home))).kind).toBe('ours');
});

test('an instance that is alive and silent is neither replaced nor waited for without end', async () => {
  const home = scratchFolder().path;
  const clock = createFakeClock();
  const silent = createServer();
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const isAddress = (address: ReturnType<typeof silent.address>): address is AddressInfo =>
    typeof address === 'object' && address !== null;
  const address = silent.address();
  const port = isAddress(address) ? address.port : 0;
  const connected = new Promise((resolve) => silent.once('connection', resolve));
  writeFileSync(fileOf(home), JSON.stringify({ pid: 4242, port, secret: key('z'), shell: 'page' }));
  const claim = claimInstance(await starter('a'), options(home, { clock, isAlive: (pid) => pid === 4242 }));
  await connected;
  await clock.advance(2_000);
  expect(await claim).toEqual({ kind: 'stuck', pid: 4242 });
  silent.close();
});

test('a take-over that was killed in its middle does not lock everybody out', async () => {
  const home = scratchFolder().path;
  writeFileSync(fileOf(home), 'stale');
  const lock = join(home, 'window.take-over');
  mkdirSync(lock);
  const longAgo = new Date(Date.now() - 60_000);
  utimesSync(lock, longAgo, longAgo);
  expect((await claimInstance(await starter('a'), options(home))).kind).toBe('ours');
});
