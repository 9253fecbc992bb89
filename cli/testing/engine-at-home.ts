import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { createEngine, type Engine, systemClock, systemRandom } from '../../core/engine.ts';

/** An engine with the product's own data, in a home that is removed after the test. */
export async function openEngine(): Promise<Engine> {
  const home = await mkdtemp(join(tmpdir(), 'footbridge-cli-'));
  onTestFinished(() => rm(home, { recursive: true, force: true }));
  return createEngine({
    ...{ home, clock: systemClock, random: systemRandom, timeZone: 'UTC', emit: () => undefined },
    resourceFolders: [join(import.meta.dirname, '..', '..', 'resources')],
  });
}
