import { execFileSync } from 'node:child_process';
import { appendFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Accident } from './accidents.ts';
import { type Ground, oneCase } from './cases.ts';
import { guardiansGone, type Held, hold, kill, killAll, nextLogin, quit } from './lives.ts';
import { newFolder, type World } from './world.ts';

const SIZE = '4m';
const PIECES = [1 << 16, 1 << 10, 1];

/** A case in a home that is a small disk of its own. */
async function onDisk(
  ground: Ground,
  name: string,
  happen: (world: World) => Promise<string | undefined>,
): Promise<void> {
  const folder = newFolder();
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${SIZE}`, 'tmpfs', folder]);
  try {
    await oneCase(ground, name, happen, folder);
  } finally {
    execFileSync('umount', ['-l', folder]);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** To the last byte. */
function fill({ folder }: World): void {
  for (const size of PIECES) {
    for (;;) {
      try {
        appendFileSync(join(folder, 'everything-else'), Buffer.alloc(size, 1));
      } catch {
        break;
      }
    }
  }
}

const mount = ({ folder }: World, mode: 'ro' | 'rw') =>
  execFileSync('mount', ['-o', `remount,${mode}`, folder]);

const refused = (held: Held, world: World, before: string): void => {
  if (held.said !== 'refused no-journal') throw new Error(`it said ${held.said}`);
  if (world.settings() !== before) throw new Error('something was changed');
};

export const fullDisk: Accident = {
  name: 'a disk that is really full (tmpfs)',
  async run(ground) {
    for (const kind of ground.platform.kinds) {
      await onDisk(ground, `full before, ${kind}`, async (world) => {
        const before = world.settings();
        fill(world);
        const held = await hold(world, ground.tools, { kind });
        refused(held, world, before);
        await kill(held);
        return undefined;
      });
      for (const [name, end] of [
        ['ends in good order', quit],
        ['engine killed', kill],
        ['all killed', null],
      ] as const)
        await onDisk(ground, `full after, ${kind}, ${name}`, async (world) => {
          const held = await hold(world, ground.tools, { kind });
          fill(world);
          await (end === null ? killAll(world, held) : end(held));
          return undefined;
        });
    }
  },
};

export const readOnlyHome: Accident = {
  name: 'a home that cannot be written',
  async run(ground) {
    for (const kind of ground.platform.kinds) {
      await onDisk(ground, `read-only before, ${kind}`, async (world) => {
        const before = world.settings();
        mount(world, 'ro');
        const held = await hold(world, ground.tools, { kind });
        refused(held, world, before);
        await kill(held);
        mount(world, 'rw');
        return undefined;
      });
      await onDisk(ground, `read-only after, ${kind}`, async (world) => {
        const held = await hold(world, ground.tools, { kind });
        mount(world, 'ro');
        await kill(held);
        await guardiansGone(world);
        if ((await nextLogin(world)) === 0) throw new Error('the restorer said that all was put back');
        if (world.restorer() === null) throw new Error('the restorer is not entered any more');
        mount(world, 'rw');
        return undefined;
      });
    }
  },
};
