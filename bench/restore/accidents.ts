import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { start, stop } from '../children.ts';
import { eachStep, type Ground, oneCase } from './cases.ts';
import { guardians, guardiansGone, hold, kill, killAll, nextLogin, quit, runLife, until } from './lives.ts';
import type { World } from './world.ts';

/** A sort of accident, as a line of the table names it. */
export interface Accident {
  readonly name: string;
  run(ground: Ground): Promise<void>;
}

const atEachStep = (name: string, fault: string): Accident => ({
  name,
  run: (ground) =>
    eachStep(ground, name, async (world, at, kind) => {
      const held = await hold(world, ground.tools, { kind, fault: `${fault}:${at}` });
      const ended = held.said === null ? await held.ended : await quit(held);
      return ended === 'SIGKILL';
    }),
});

const guardianAtEachStep: Accident = {
  name: 'engine killed, then its guardian at each of its steps',
  run: (ground) =>
    eachStep(ground, 'guardian', async (world, at, kind) => {
      await kill(await hold(world, ground.tools, { kind, guardFault: `kill:${at}` }));
      const [guardian = 0] = guardians(world);
      await guardiansGone(world);
      return !readFileSync(world.env.LIFE_GUARDS ?? '', 'utf8').includes(`done ${guardian}`);
    }),
};

const guardianFirst: Accident = {
  name: 'guardian killed before the engine',
  async run(ground) {
    for (const kind of ground.platform.kinds) {
      const change = (world: World) => hold(world, ground.tools, { kind });
      await oneCase(ground, 'guardian, then engine', async (world) => {
        await killAll(world, await change(world));
        return undefined;
      });
      await oneCase(ground, 'guardian, then the engine ends in good order', async (world) => {
        const held = await change(world);
        for (const id of guardians(world)) process.kill(id, 'SIGKILL');
        await quit(held);
        return undefined;
      });
      await oneCase(ground, 'guardian, and the one that follows it does its work', async (world) => {
        const held = await change(world);
        const [first = 0] = guardians(world);
        process.kill(first, 'SIGKILL');
        await until(() => !readJournal(world).includes(`"id": ${first},`));
        await kill(held);
        return undefined;
      });
    }
  },
};

const fullAtEachStep: Accident = {
  name: 'the disk full from each step on, then killed',
  run: (ground) =>
    eachStep(ground, 'full', async (world, at, kind) => {
      const held = await hold(world, ground.tools, { kind, fault: `full:${at}` });
      const isChanged = held.said === 'changed';
      await kill(held);
      return !isChanged;
    }),
};

const journal = (world: World) => join(world.home, 'changed.json');
const readJournal = (world: World) =>
  existsSync(journal(world)) ? readFileSync(journal(world), 'utf8') : '';

const brokenJournal: Accident = {
  name: 'journal cut short, garbled, of a later version',
  async run(ground) {
    const PARTS = 12;
    const damages: readonly ((text: string) => string)[] = [
      ...Array.from(
        { length: PARTS },
        (_, at) => (text: string) => text.slice(0, (text.length * at) / PARTS),
      ),
      (text) => '\0'.repeat(text.length),
      (text) => text.replaceAll('"', '\u{fffd}'),
      () => '{"version":1,"drivers":{"kde":{"before":{}}}}',
      (text) => text.replace('"version": 1', '"version": 9,\n  "since": "later"'),
    ];
    for (const kind of ground.platform.kinds)
      for (const [at, damage] of damages.entries())
        await oneCase(ground, `journal, ${kind}, ${at}`, async (world) => {
          await killAll(world, await hold(world, ground.tools, { kind }));
          writeFileSync(journal(world), damage(readJournal(world)));
          return undefined;
        });
  },
};

const otherClock: Accident = {
  name: 'clock set by a year, process id another program’s',
  async run(ground) {
    const YEAR_MS = 365 * 86_400_000;
    for (const kind of ground.platform.kinds) {
      for (const ahead of [YEAR_MS, -YEAR_MS])
        for (const what of ['recover', 'restore'] as const)
          await oneCase(ground, `clock ${ahead}, ${what}`, async (world) => {
            await killAll(world, await hold(world, ground.tools, { kind }));
            await runLife(world, ground.tools, what, { LIFE_CLOCK: String(ahead) });
            return undefined;
          });
      await oneCase(ground, 'id reused', async (world) => {
        await killAll(world, await hold(world, ground.tools, { kind }));
        const other = start(['sleep', '60'], { stdio: 'ignore' });
        writeFileSync(journal(world), readJournal(world).replaceAll(/"id": \d+/g, `"id": ${other.pid}`));
        await runLife(world, ground.tools, 'recover');
        await stop(other);
        return undefined;
      });
    }
  },
};

const somebodyElse: Accident = {
  name: 'settings changed by somebody else meanwhile',
  async run(ground) {
    for (const kind of ground.platform.kinds)
      for (const [end, how] of [
        ['quit', quit],
        ['engine killed', kill],
        ['all killed', null],
      ] as const)
        await oneCase(ground, `somebody else, ${kind}, ${end}`, async (world) => {
          const held = await hold(world, ground.tools, { kind });
          const expected = world.choose();
          await (how === null ? killAll(world, held) : how(held));
          return expected;
        });
  },
};

const nextStartAndLogin: Accident = {
  name: 'next start and next login at once',
  async run(ground) {
    for (const kind of ground.platform.kinds)
      await oneCase(ground, `at once, ${kind}`, async (world) => {
        await killAll(world, await hold(world, ground.tools, { kind }));
        await Promise.all([
          runLife(world, ground.tools, 'recover'),
          nextLogin(world),
          runLife(world, ground.tools, 'restore'),
        ]);
        return undefined;
      });
  },
};

/** All that need nothing of the system but processes and files. */
export const ACCIDENTS: readonly Accident[] = [
  atEachStep('engine killed at each step', 'kill'),
  atEachStep('engine and guardian killed at each step', 'kill-all'),
  guardianAtEachStep,
  guardianFirst,
  fullAtEachStep,
  brokenJournal,
  otherClock,
  somebodyElse,
  nextStartAndLogin,
];
