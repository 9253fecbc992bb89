import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { connect as connectTcp } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type EngineEvent, EventSchema } from './contract.ts';
import { createEngine, systemClock, systemRandom } from './engine.ts';
import { startDataCentre } from './measure/testing/chat-servers.ts';
import { givePort } from './testing/given-port.ts';
import { refusedPort } from './testing/ports.ts';
import type { TestServer } from './testing/servers.ts';

/** Our own data files, but with nobody in them who is not on loopback. */
async function resourcesOnLoopback(folder: string, proofs: Readonly<Record<string, number>>): Promise<void> {
  await cp(join(import.meta.dirname, '..', 'resources'), folder, { recursive: true });
  await rm(join(folder, 'messengers'), { recursive: true });
  await mkdir(join(folder, 'messengers'));
  for (const [id, port] of Object.entries(proofs)) {
    const sample = [{ kind: 'obfuscated2', host: '127.0.0.1', port, dc: 2 }];
    const purpose = { purpose: 'chat', samples: [sample], names: [`${id}.example`], ports: [port] };
    const empty = { cidrs: [], hints: {}, endpoints: [], sources: [] };
    const messenger = { id, name: id, suggested: 1, purposes: [purpose], ...empty };
    await writeFile(join(folder, 'messengers', `${id}.json`), JSON.stringify(messenger));
  }
  const host = '127.0.0.1';
  const control = { host, path: '/', network: 'loopback', source: 'test' };
  const portal = { host, path: '/', status: 204, source: 'test' };
  const three = [control, control, control];
  const controls = { foreign: three, domestic: {}, portals: [portal, portal], neutral: three, bulk: three };
  await writeFile(join(folder, 'controls.json'), JSON.stringify(controls));
  const operators = Array.from({ length: 12 }, (_, index) => ({
    id: `r${index}`,
    name: 'test',
    country: 'XX',
    addresses: [host],
    plain: false,
    source: 'test',
  }));
  await writeFile(join(folder, 'resolvers.json'), JSON.stringify(operators));
}

let folder = '';
let dataCentre: TestServer;
let events: EngineEvent[] = [];
const ended = new AbortController();

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'footbridge Мостик '));
  dataCentre = await startDataCentre();
  events = [];
});
afterEach(async () => {
  await dataCentre.close();
  await rm(folder, { recursive: true, force: true, maxRetries: 20 });
});

const home = () => join(folder, 'Дом мой');
async function engine(proofs: Readonly<Record<string, number>>) {
  const resources = join(folder, 'resources');
  await rm(resources, { recursive: true, force: true, maxRetries: 20 });
  await resourcesOnLoopback(resources, proofs);
  return createEngine({
    home: home(),
    resourceFolders: [resources],
    clock: systemClock,
    random: systemRandom,
    timeZone: 'UTC',
    emit: (event) => events.push(event),
  });
}
type EventOf<K extends EngineEvent['event']> = Extract<EngineEvent, { event: K }>;
function told<K extends EngineEvent['event']>(kind: K): readonly EventOf<K>[] {
  return events.filter((event): event is EventOf<K> => event.event === kind);
}
const readHome = async () =>
  Object.fromEntries(
    await Promise.all(
      (await readdir(home())).map(async (name) => [name, await readFile(join(home(), name))]),
    ),
  );

describe('the engine, over real sockets', () => {
  test('connects, keeps its port and memory, and says only what the contract knows', async () => {
    const first = await (await engine({ open: dataCentre.port })).connect({ signal: ended.signal });
    await first.close();
    expect(told('route')).toMatchObject([{ messenger: 'open', purpose: 'chat', transport: 'system' }]);
    expect(told('ready')).toMatchObject([{ proxy: `127.0.0.1:${first.port}`, routes: 1, missing: [] }]);
    expect(dataCentre.accepted()).toBeGreaterThan(0);

    expect(JSON.parse(await readFile(join(home(), 'settings.json'), 'utf8')).port).toBe(first.port);
    const port = await givePort(home());
    const second = await (await engine({ open: dataCentre.port })).connect({ signal: ended.signal });
    await second.close();
    expect(second.port).toBe(port);
    for (const event of events)
      expect(v.parse(EventSchema, JSON.parse(JSON.stringify(event)))).toEqual(event);
  });

  test('opens its MTProto proxy where that is asked for, and from then on each time, on the port it had (G2)', async () => {
    const asked = await (await engine({ open: dataCentre.port })).connect({
      signal: ended.signal,
      mtproto: true,
    });
    const before = await asked.openMtproto();
    await asked.close();
    expect(told('ready')[0]?.mtproto).toBe(
      `tg://proxy?server=127.0.0.1&port=${before.port}&secret=${before.secret}`,
    );
    const again = await (await engine({ open: dataCentre.port })).connect({ signal: ended.signal });
    expect(told('ready')[1]).not.toHaveProperty('mtproto');
    const { mtprotoPort } = JSON.parse(await readFile(join(home(), 'settings.json'), 'utf8'));
    expect(mtprotoPort).toBe(before.port);
    expect((await again.openMtproto()).secret).toBe(before.secret);
    await again.close();
  });

  test('one that leads nowhere breaks no other, and is named missing (F2)', async () => {
    const { port } = await refusedPort();
    const connection = await (await engine({ open: dataCentre.port, shut: port })).connect({
      signal: ended.signal,
    });
    await connection.close();
    expect(told('ready')).toMatchObject([{ routes: 1, missing: [{ messenger: 'shut', purpose: 'chat' }] }]);
    expect(told('verdict').find(({ messenger }) => messenger === 'shut')?.state).not.toBe('reachable');
  });

  test('searches for the chosen messengers alone', async () => {
    const { port } = await refusedPort();
    await mkdir(home(), { recursive: true });
    const settings = { version: 1, onlyThrough: [], messengers: ['open', 'nobody'] };
    await writeFile(join(home(), 'settings.json'), JSON.stringify(settings));
    const connection = await (await engine({ open: dataCentre.port, other: port })).connect({
      signal: ended.signal,
    });
    await connection.close();
    expect(told('ready')).toMatchObject([{ routes: 1, missing: [] }]);
    expect(new Set(told('trying').map(({ messenger }) => messenger))).toEqual(new Set(['open']));
  });

  test('once closed, nobody listens on the port any more', async () => {
    await givePort(home());
    const connection = await (await engine({ open: dataCentre.port })).connect({ signal: ended.signal });
    await connection.close();
    const code = await new Promise((resolve) => {
      const socket = connectTcp(connection.port, '127.0.0.1');
      socket.once('connect', () => resolve('connected'));
      socket.once('error', (error) => resolve('code' in error ? error.code : undefined));
    });
    expect(code).toBe('ECONNREFUSED');
  });

  test('called off while it searches, it rejects and lets the port go', async () => {
    const { port } = await refusedPort();
    const controller = new AbortController();
    const connecting = (await engine({ shut: port })).connect({ signal: controller.signal });
    controller.abort(new Error('enough'));
    await expect(connecting).rejects.toThrow('enough');
  });

  test('a check tells verdicts, keeps them, and touches neither port nor memory', async () => {
    const one = await engine({ open: dataCentre.port });
    const before = await readHome();
    await one.check(ended.signal);
    const after = await readHome();
    expect(after).toMatchObject(before);
    const added = Object.keys(after).filter((name) => !(name in before));
    expect(added).toEqual(['history.jsonl']);
    expect(told('verdict')).toMatchObject([{ messenger: 'open', state: 'answers' }]);
    expect([...new Set(events.map(({ event }) => event))].sort()).not.toContain('route');
  });
});
