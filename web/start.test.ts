import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createFileOnce, systemClock } from '../core/engine.ts';
import { scratchFolder } from '../core/testing/daemon.ts';
import { OFF } from '../core/testing/off-state.ts';
import { refusedPort } from '../core/testing/ports.ts';
import { createSeededRandom } from '../core/testing/seeded-random.ts';
import { openDoor } from './door.ts';
import { readOptions } from './options.ts';
import { servePage } from './page-connection.ts';
import { places } from './places.ts';
import { createTestDesk } from './testing/desk.ts';
import { createFakeEngine } from './testing/fake-engine.ts';
import { key, openPage } from './testing/page.ts';

test('the program takes a port and whether to open the page, and nothing else', () => {
  expect(readOptions([])).toEqual({ port: 0, opens: true });
  expect(readOptions(['--port', '8080', '--no-open'])).toEqual({ port: 8080, opens: false });
  for (const words of [['--port', '70000'], ['--port', '-1'], ['--port', 'x'], ['--port'], ['--x'], ['y']])
    expect(readOptions(words)).toBeNull();
});

test('what tests may exchange cannot be exchanged in a package', () => {
  const env = { FOOTBRIDGE_RESOURCES: '/over', FOOTBRIDGE_TEST_BROWSER_FLAGS: '--no-sandbox  --headless' };
  const { path } = scratchFolder();
  const bundles = join(path, 'dist');
  expect(places(bundles, env)).toMatchObject({ resourceFolders: [join(path, 'resources')], testFlags: [] });
  writeFileSync(join(path, 'package.json'), '{}');
  expect(places(bundles, env)).toMatchObject({
    resourceFolders: [join(path, 'resources'), '/over'],
    testFlags: ['--no-sandbox', '--headless'],
  });
  expect(places(bundles, {})).toMatchObject({ testFlags: [] });
});

test('a page that comes before the engine is there waits for it; a second start finds the first', async () => {
  const home = scratchFolder().path;
  const screens = scratchFolder();
  screens.write('index.html', 'page');
  const clock = systemClock;
  const open = (seed: number) =>
    openDoor({
      ...{ home, screens: screens.path, port: 0, clock },
      random: createSeededRandom(seed),
      isAlive: () => true,
      createOnce: createFileOnce,
      mayEnter: async () => true,
      end: () => undefined,
    });
  const first = await open(1);
  const second = await open(2);
  expect(second.claim).toMatchObject({ kind: 'others', port: first.server.port });
  await second.server.close();
  const link = second.claim.kind === 'others' ? second.claim.link : '';
  const page = openPage(first.server.port);
  await page.opened;
  page.say({ type: 'hello', link, tab: key('a') });
  const engine = createFakeEngine();
  const desk = createTestDesk(engine.door, home);
  first.serve((socket) => servePage(socket, { desk, links: first.links, clock }));
  expect(await page.next()).toEqual({ type: 'state', state: OFF });
  page.say({ type: 'call', id: 1, command: 'quit', args: {} });
  expect(await page.next()).toEqual({ type: 'done', id: 1, value: null });
  await first.server.close();
  if (first.claim.kind === 'ours') await first.claim.release();
  expect(existsSync(join(home, 'window.json'))).toBe(false);
});

test('a port that was asked for is had or refused; a second start that asks for it finds the first', async () => {
  const home = scratchFolder().path;
  const open = (folder: string, port: number) =>
    openDoor({
      ...{ home: folder, screens: folder, port, clock: systemClock, random: createSeededRandom(port) },
      isAlive: () => true,
      createOnce: createFileOnce,
      mayEnter: async () => true,
      end: () => undefined,
    });
  const { port } = await refusedPort();
  const first = await open(home, port);
  expect(first.server.port).toBe(port);
  const second = await open(home, port);
  expect(second.claim).toMatchObject({ kind: 'others', port });
  await second.server.close();
  const elsewhere = scratchFolder().path;
  await expect(open(elsewhere, port)).rejects.toThrow(`Port ${port} cannot be had`);
  expect(existsSync(join(elsewhere, 'window.json'))).toBe(false);
  await first.server.close();
});

test('where nothing can be written Footbridge still starts', async () => {
  const { path } = scratchFolder();
  writeFileSync(join(path, 'file'), '');
  const door = await openDoor({
    ...{ home: join(path, 'file'), screens: path, port: 0, clock: systemClock },
    random: createSeededRandom(),
    isAlive: () => true,
    createOnce: createFileOnce,
    mayEnter: async () => true,
    end: () => undefined,
  });
  expect(door.claim.kind).toBe('ours');
  await door.server.close();
});
