import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { EngineBridge, State } from '../contract.ts';
import { createHost, systemClock, systemRandom } from '../engine.ts';
import { startDataCentre } from '../measure/testing/chat-servers.ts';
import { writeLoopbackResources } from '../testing/loopback-resources.ts';

let folder = '';
const open: { close(): Promise<void> }[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'footbridge-host-'));
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

async function startHost(): Promise<EngineBridge> {
  const start = await createHost({
    home: join(folder, 'home'),
    resourceFolders: [join(folder, 'resources')],
    clock: systemClock,
    random: systemRandom,
    timeZone: 'UTC',
  });
  if (!start.ok) throw new Error(start.message);
  open.push(start.engine);
  return start.engine;
}

test('a press leads from off over searching to on, and another back to off (W1)', async () => {
  const place = await opened(startDataCentre());
  writeLoopbackResources(join(folder, 'resources'), [
    { messenger: 'open', purpose: 'chat', port: place.port },
  ]);
  const host = await startHost();
  const states: State[] = [];
  host.watchState((state) => states.push(state));
  await host.call('connect', {});
  await expect.poll(() => states.at(-1)?.phase, { timeout: 5000 }).toBe('on');
  await host.call('disconnect', {});
  const phases = states.map(({ phase }) => phase);
  expect(phases.filter((phase, index) => phase !== phases[index - 1])).toEqual([
    'off',
    'searching',
    'on',
    'stopping',
    'off',
  ]);
});
