import { guardiansGone, type LifeOptions, nextLogin, runLife, type Tools } from './lives.ts';
import { newFolder, type Platform, type World } from './world.ts';

/** What is proven in one go. */
export interface Ground {
  readonly platform: Platform;
  readonly tools: Tools;
  readonly tally: Tally;
}

/** How many cases there were, and what was wrong with which. */
export interface Tally {
  cases: number;
  readonly stranded: string[];
}

type Kind = LifeOptions['kind'];

/** Steps tried side by side: most of the time is spent waiting. */
const AT_ONCE = 4;

/**
 * One computer, one accident: `happen` tells what the settings are to be in the end, where that is not what they were. Then
 * the guardians end, the next login runs what it would, and everything is compared.
 */
export async function oneCase(
  { platform, tools, tally }: Ground,
  name: string,
  happen: (world: World) => Promise<string | undefined>,
  folder = newFolder(),
): Promise<void> {
  const world = await platform.create(folder);
  tally.cases += 1;
  try {
    const before = world.settings();
    const expected = (await happen(world)) ?? before;
    await guardiansGone(world);
    const code = await nextLogin(world);
    // Files that mean nothing may lie until the next start.
    if (world.settings() === expected && world.litter().length > 0) await runLife(world, tools, 'recover');
    const found = world.settings();
    const wrong = [
      ...(found === expected ? [] : [`settings: ${difference(found, expected)}`]),
      ...(code === null || code === 0 ? [] : [`the restorer ended with ${code}`]),
      ...(world.restorer() === null ? [] : ['the restorer is still entered']),
      ...world.litter().map((file) => `left: ${file}`),
    ];
    if (wrong.length > 0) tally.stranded.push(`${platform.name}, ${name}: ${wrong.join('; ')}`);
  } catch (error) {
    tally.stranded.push(
      `${platform.name}, ${name}: ${error instanceof Error ? error.message : String(error)}`,
    );
  } finally {
    await world.dispose();
  }
}

/** The same at each step, until there are no more: `happen` tells whether its step came. */
export async function eachStep(
  ground: Ground,
  name: string,
  happen: (world: World, at: number, kind: Kind) => Promise<boolean>,
  kinds: readonly Kind[] = ground.platform.kinds,
): Promise<void> {
  for (const kind of kinds) {
    for (let from = 1, isMore = true; isMore; from += AT_ONCE) {
      const steps = Array.from({ length: AT_ONCE }, (_, index) => from + index);
      const came = await Promise.all(
        steps.map(async (at) => {
          let hasCome = false;
          await oneCase(ground, `${name}, ${kind}, step ${at}`, async (world) => {
            hasCome = await happen(world, at, kind);
            return undefined;
          });
          return hasCome;
        }),
      );
      isMore = came.every(Boolean);
    }
  }
}

const AROUND = 120;

/** Where two texts begin to differ, and what follows there. */
function difference(found: string, expected: string): string {
  const at = [...found].findIndex((letter, index) => letter !== expected[index]);
  const from = Math.max(0, (at < 0 ? found.length : at) - AROUND / 2);
  return `…${found.slice(from, from + AROUND)}… and not …${expected.slice(from, from + AROUND)}…`;
}
