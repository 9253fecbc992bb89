import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { State } from './contract.ts';
import { startPersonsServer } from './engine/testing.ts';
import { createHost, systemClock } from './engine.ts';
import { startDataCentre } from './measure/testing/chat-servers.ts';
import { writeLoopbackResources } from './testing/loopback-resources.ts';
import { createSeededRandom } from './testing/seeded-random.ts';
import {
  add,
  DONE,
  folders,
  hostOptions,
  opened,
  place,
  shut,
  startEngine,
  withOwnFolder,
} from './testing/window.ts';

withOwnFolder();

describe('pressed at any moment', () => {
  test('a choice holds and is seen before it is written, so that no search runs ahead of it', async () => {
    writeLoopbackResources(folders().resources, [
      { messenger: 'open', purpose: 'chat', port: await shut() },
      { messenger: 'more', purpose: 'chat', port: await shut() },
    ]);
    const host = await createHost(hostOptions());
    if (!host.ok) throw new Error(host.message);
    await opened(Promise.resolve(host.engine));
    const choosing = host.engine.call('chooseMessengers', { ids: ['more'] });
    const seen: State[] = [];
    host.engine.watchState((state) => seen.push(state));
    expect(seen).toMatchObject([{ messengers: [{ id: 'more', chosen: true }, { chosen: false }] }]);
    expect(existsSync(join(folders().home, 'settings.json'))).toBe(false);
    await choosing;
    expect(existsSync(join(folders().home, 'settings.json'))).toBe(true);
  });

  test('a search is called off, and another press begins anew (W1)', async () => {
    const { engine, phase, is, phases } = startEngine([
      { messenger: 'open', purpose: 'chat', port: await place() },
      { messenger: 'shut', purpose: 'chat', port: await shut() },
    ]);
    await engine.call('connect', {});
    const stopping = engine.call('disconnect', {});
    await engine.call('connect', {});
    expect(await stopping).toEqual(DONE);
    await is(() => phase() === 'on');
    await Promise.all([engine.call('disconnect', {}), engine.call('disconnect', {})]);
    expect(phase()).toBe('off');
    expect(phases().filter((one) => one === 'on')).toHaveLength(1);
  });

  test('a look while nothing is open does nothing; later it finds out what died meanwhile (C9)', async () => {
    const data = await opened(startDataCentre());
    const { engine, phase, is, known } = startEngine([
      { messenger: 'open', purpose: 'chat', port: data.port },
    ]);
    expect(await engine.call('look', {})).toEqual(DONE);
    expect(phase()).toBe('off');
    await engine.call('connect', {});
    await is(() => phase() === 'on' && known().messengers[0]?.condition === 'works');
    await data.close();
    expect(await engine.call('look', {})).toEqual(DONE);
    await is(() => known().messengers[0]?.condition !== 'works');
  });

  test('closing while it searches leaves nothing behind', async () => {
    const { engine } = startEngine([{ messenger: 'shut', purpose: 'chat', port: await shut() }]);
    await engine.call('connect', {});
    await engine.close();
    expect(await engine.call('connect', {})).toEqual({ ok: false, error: { code: 'engine-lost' } });
  });

  test.each([1, 2, 3])(
    'a hail of presses leaves an engine that still obeys, and nothing open (W1): %#',
    async (seed) => {
      const random = createSeededRandom(seed);
      const data = await opened(startDataCentre());
      const server = await opened(startPersonsServer(data));
      const { engine, phase, is, known } = startEngine([
        { messenger: 'open', purpose: 'chat', port: data.port },
        { messenger: 'shut', purpose: 'chat', port: await shut() },
      ]);
      await is(() => phase() === 'off');
      const anyWay = () => known().ways[0]?.id ?? 'server:0';
      const presses: readonly (() => Promise<unknown>)[] = [
        () => engine.call('connect', {}),
        () => engine.call('connect', {}),
        () => engine.call('disconnect', {}),
        () => engine.call('look', {}),
        () => engine.call('chooseMessengers', { ids: ['shut'] }),
        () => engine.call('chooseMessengers', { ids: ['open', 'shut'] }),
        () => engine.call('testWay', { id: anyWay() }),
        () => engine.call('removeWay', { id: anyWay() }),
        () => add(engine, server.link).catch(() => undefined),
      ];
      const pressed: Promise<unknown>[] = [];
      for (let count = 0; count < 40; count++) {
        const press = presses[Math.floor(random.uniform() * presses.length)];
        if (press !== undefined) pressed.push(press());
        await systemClock.sleep(random.uniform() * 40);
      }
      await engine.call('chooseMessengers', { ids: ['open'] });
      await engine.call('connect', {});
      await is(() => phase() === 'on');
      await is(() => known().messengers[0]?.condition === 'works');
      await Promise.all(pressed);
      expect(await engine.call('disconnect', {})).toEqual(DONE);
      expect([phase(), known().troubles.filter(({ code }) => code === 'internal')]).toEqual(['off', []]);
      await is(() => data.open() === 0 && server.open() === 0);
    },
  );
});
