import type { Accident } from './accidents.ts';
import { eachStep, type Ground, oneCase } from './cases.ts';
import { guardiansGone, type Held, hold, kill, killAll, quit } from './lives.ts';
import type { World } from './world.ts';

/** Shells let no second one start in a home; should one come about, nobody is stranded. */
type Ending = (first: Held, second: Held, world: World) => Promise<unknown>;

const ENDINGS: Readonly<Record<string, Ending>> = {
  'the first is killed, then the second': async (first, second) => {
    await kill(first);
    await kill(second);
  },
  'the second is killed, then the first': async (first, second) => {
    await kill(second);
    await kill(first);
  },
  'the first ends, the second is killed': async (first, second) => {
    await quit(first);
    await kill(second);
  },
  'the second ends, the first is killed': async (first, second) => {
    await quit(second);
    await kill(first);
  },
  'both end': (first, second) => Promise.all([quit(first), quit(second)]),
  'both are killed at once': (first, second) => Promise.all([kill(first), kill(second)]),
  'all are killed': (first, second, world) => killAll(world, first, second),
  'the first is killed with all guardians, then the second': async (first, second, world) => {
    await killAll(world, first);
    await kill(second);
  },
};

/** Two lives a step: for one kind. */
const KINDS = ['pac'] as const;

const second = (ground: Ground, world: World, fault = '') =>
  hold(world, ground.tools, { kind: 'pac', port: 7001, fault });

export const twoInstances: Accident = {
  name: 'two instances in one home',
  async run(ground) {
    for (const kind of ground.platform.kinds)
      for (const [name, end] of Object.entries(ENDINGS))
        await oneCase(ground, `two, ${kind}, ${name}`, async (world) => {
          const first = await hold(world, ground.tools, { kind });
          await end(first, await second(ground, world), world);
          return undefined;
        });
    await eachStep(
      ground,
      'two, the second killed',
      async (world, at, kind) => {
        const first = await hold(world, ground.tools, { kind });
        const held = await second(ground, world, `kill:${at}`);
        const wasKilled = held.said === null;
        await killAll(world, first, held);
        return wasKilled;
      },
      KINDS,
    );
    await eachStep(
      ground,
      'the first killed while the second changes',
      async (world, at, kind) => {
        const first = await hold(world, ground.tools, { kind, fault: `kill:${at}` });
        const changing = second(ground, world);
        const ended = first.said === null ? await first.ended : await quit(first);
        await kill(await changing);
        await guardiansGone(world);
        return ended === 'SIGKILL';
      },
      KINDS,
    );
  },
};
