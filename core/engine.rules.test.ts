import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { EngineEvent } from './contract.ts';
import { startPersonsServer } from './engine/testing.ts';
import { createEngine, systemClock, systemRandom } from './engine.ts';
import { startDataCentre } from './measure/testing/chat-servers.ts';
import type { Clock } from './model/time.ts';
import { systemNetworkReader } from './system/network/reader.ts';
import { runProgram } from './system/run.ts';
import { type LoopbackPurpose, writeLoopbackResources } from './testing/loopback-resources.ts';
import { refusedPort } from './testing/ports.ts';
import { startServer } from './testing/servers.ts';

let folder = '';
let home = '';
let events: EngineEvent[] = [];
const open: { close(): Promise<void> }[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'footbridge-engine-'));
  home = join(folder, 'home');
  events = [];
});
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
  rmSync(folder, { recursive: true });
});

async function opened<T extends { close(): Promise<void> }>(starting: Promise<T>): Promise<T> {
  const started = await starting;
  open.push(started);
  return started;
}

/** On a busy computer a moment may last: nothing is to be tried for want of patience. */
const patientClock: Clock = {
  ...systemClock,
  sleep: (ms, signal) => systemClock.sleep(4 * ms, signal),
  after: (ms, wake) => systemClock.after(4 * ms, wake),
};

/** Connects with servers added before; what is still open is closed after the test. */
async function connectWith(
  purposes: readonly LoopbackPurpose[],
  { links = [], clock = systemClock }: { links?: readonly string[]; clock?: Clock } = {},
) {
  const resources = join(folder, 'resources');
  writeLoopbackResources(resources, purposes);
  const start = () =>
    createEngine({
      home,
      resourceFolders: [resources],
      clock,
      random: systemRandom,
      timeZone: 'UTC',
      emit: (event) => events.push(event),
    });
  const { servers } = await start();
  for (const link of links) await servers.add(link);
  return opened((await start()).connect({ signal: new AbortController().signal }));
}

const told = <K extends EngineEvent['event']>(kind: K) =>
  events.filter((event): event is Extract<EngineEvent, { event: K }> => event.event === kind);
const purposesAt = (port: number): LoopbackPurpose[] =>
  ['chat', 'web', 'media', 'calls'].map((purpose) => ({ messenger: 'open', purpose, port }));

/** Stands before a data centre, hands its answers on a little later, and counts who waits for one. */
async function startWatchedDataCentre() {
  const { port } = await opened(startDataCentre());
  let [waiting, most] = [0, 0];
  const server = await opened(
    startServer((socket) => {
      const onward = connect(port, '127.0.0.1');
      waiting += 1;
      most = Math.max(most, waiting);
      socket.pipe(onward);
      onward.on('data', (answer) => {
        setTimeout(() => {
          waiting -= 1;
          socket.write(answer);
        }, 30);
      });
      socket.once('close', () => onward.destroy());
    }),
  );
  return { ...server, mostAtOnce: () => most };
}

/** Everything that is kept, as one text. */
const kept = () =>
  readdirSync(home, { recursive: true, encoding: 'utf8' })
    .map((name) => readFileSync(join(home, name), 'latin1'))
    .join('\n');

test('where the plain way is open it is taken, and neither another nor a server is tried (F3, F7)', async () => {
  const place = await opened(startDataCentre());
  const server = await opened(startPersonsServer(place));
  await connectWith(purposesAt(place.port), { links: [server.link], clock: patientClock });
  expect(told('route').map(({ transport }) => transport)).toEqual(Array(4).fill('system'));
  expect([...new Set(told('trying').map(({ rung }) => rung))]).toEqual(['plain']);
  expect(server.accepted()).toBe(0);
});

test('four purposes at one address have two handshakes under way at most (N14)', async () => {
  const place = await startWatchedDataCentre();
  await connectWith(purposesAt(place.port));
  expect(told('route')).toHaveLength(4);
  expect(place.mostAtOnce()).toBeLessThanOrEqual(2);
});

test('a server’s fault is named, and no secret is told or kept in the clear (F7, S2)', async () => {
  const server = await opened(startPersonsServer(await opened(startDataCentre())));
  const [dead, shut] = [await refusedPort(), await refusedPort()];
  const deadLink = `socks5://geheim:geheim@${dead.host}:${dead.port}`;
  await connectWith([{ messenger: 'shut', purpose: 'chat', port: shut.port }], {
    links: [deadLink, server.link],
  });
  const named = { code: 'x_proxy_refused', transport: `socks5://•••@127.0.0.1:${dead.port}` };
  expect(told('error')).toEqual(expect.arrayContaining([expect.objectContaining(named)]));
  expect(told('route')).toMatchObject([{ transport: `socks5://•••@127.0.0.1:${server.port}` }]);
  for (const text of [JSON.stringify(events), kept()]) expect(text).not.toMatch(/geheim|pin-1/);
  expect(kept()).not.toContain(`127.0.0.1:${server.port}`);
});

const { env, platform } = process;
const network = await systemNetworkReader({ run: runProgram, env, platform })(false);

test.skipIf(!network.connected)(
  'on a network, what is remembered of it names nothing of it (F6)',
  async () => {
    const place = await opened(startDataCentre());
    await connectWith([{ messenger: 'open', purpose: 'chat', port: place.port }]);
    const memory = readFileSync(join(home, 'networks.json'), 'utf8');
    expect(memory).toContain('"open/chat": "system"');
    const names = [...memory.matchAll(/^ {4}"(.*)": \{$/gm)].map(([, name]) => name);
    expect(names).toEqual(expect.arrayContaining([expect.stringMatching(/^[\w-]{22}$/)]));
    const words = [...network.traits, ...network.hardware].flatMap((trait) => trait.split(' '));
    const telling = words.filter((word) => /\d.*[.:/]/.test(word));
    expect(telling.filter((word) => kept().includes(word))).toEqual([]);
  },
);

test.skipIf(process.platform !== 'linux')(
  'on Linux, where all listeners can be read: nothing listens beyond loopback while connected (D1)',
  async () => {
    const place = await opened(startDataCentre());
    const { port } = await connectWith([{ messenger: 'open', purpose: 'chat', port: place.port }]);
    const listening = listeners();
    expect(listening).toContain(`0100007F:${port.toString(16).toUpperCase().padStart(4, '0')}`);
    expect(listening.filter((address) => !LOOPBACK.test(address))).toEqual([]);
  },
);

/** 127.0.0.0/8, ::1 and ::ffff:127.0.0.0/104 as the kernel writes them: words of four bytes, each reversed. */
const LOOPBACK = /^(0{24}01000000|0{16}FFFF0000.{6}7F|.{6}7F):/;

/** What this process listens on over TCP, as /proc/net/tcp and tcp6 write it (proc(5)). */
function listeners(): string[] {
  const mine = new Set(
    readdirSync('/proc/self/fd').flatMap((fd) => {
      try {
        return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/self/fd/${fd}`))?.[1] ?? [];
      } catch {
        return [];
      }
    }),
  );
  return ['tcp', 'tcp6'].flatMap((name) =>
    readFileSync(`/proc/self/net/${name}`, 'utf8')
      .split('\n')
      .map((line) => line.trim().split(/\s+/))
      .filter(([, , , state, , , , , , inode = '']) => state === '0A' && mine.has(inode))
      .map(([, local = '']) => local),
  );
}
