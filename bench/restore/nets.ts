import { existsSync, mkdirSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { quantile } from '../statistics.ts';
import { type Held, hold, type LifeOptions, type Tools } from './lives.ts';
import { newFolder, type Platform } from './world.ts';

const TRIES = 5;
const LOOK_MS = 5;
const PATIENCE_MS = 10_000;
const MEMORY_BYTES = 200 << 20;

/** How long the guardian took, by what ended the engine: milliseconds, sorted by try. */
export interface Net {
  readonly name: string;
  readonly times: readonly number[];
}

interface Death {
  readonly name: string;
  readonly flags?: LifeOptions['flags'];
  /** Resolves when the engine is dead. */
  kill(held: Held): Promise<void>;
}

/** Version 1 of the kernel's control groups, where root may make them. */
const GROUPS = '/sys/fs/cgroup/memory';

const deaths: readonly Death[] = [
  {
    name: 'SIGKILL',
    async kill({ child, ended }) {
      child.kill('SIGKILL');
      await ended;
    },
  },
  {
    name: 'out of memory: V8’s heap',
    flags: ['--max-old-space-size=24'],
    async kill({ child, ended }) {
      child.stdin?.write('eat\n');
      await ended;
    },
  },
  {
    name: 'out of memory: the kernel’s killer',
    async kill({ child, ended }) {
      const group = join(GROUPS, `footbridge-proof-${child.pid}`);
      mkdirSync(group);
      writeFileSync(join(group, 'memory.limit_in_bytes'), String(MEMORY_BYTES));
      // The engine alone: its guardian was started before.
      writeFileSync(join(group, 'cgroup.procs'), String(child.pid));
      child.stdin?.write('eat\n');
      const how = await ended;
      await removeGroup(group);
      if (how !== 'SIGKILL') throw new Error(`the kernel did not kill it: ${how}`);
    },
  },
];

/** The kernel takes a moment to forget who was in it. */
async function removeGroup(group: string): Promise<void> {
  for (let tries = 0; existsSync(group) && tries < 200; tries += 1) {
    try {
      rmdirSync(group);
    } catch {
      await setTimeout(LOOK_MS);
    }
  }
}

/** Measures the guardian after each death; those this machine cannot die are left out and told. */
export async function measureNets(
  platform: Platform,
  tools: Tools,
): Promise<{ readonly nets: readonly Net[]; readonly skipped: readonly string[] }> {
  const nets: Net[] = [];
  const skipped: string[] = [];
  for (const death of deaths) {
    const name = `${platform.name}: ${death.name}`;
    if (death.name.includes('kernel') && !canGroup()) skipped.push(`${name}: no control groups of version 1`);
    else nets.push({ name, times: await measure(platform, tools, death) });
  }
  return { nets, skipped };
}

async function measure(platform: Platform, tools: Tools, death: Death): Promise<readonly number[]> {
  const times: number[] = [];
  for (let round = 0; round < TRIES; round += 1) {
    const world = await platform.create(newFolder());
    const before = world.settings();
    const held = await hold(world, tools, { kind: 'pac', ...(death.flags ? { flags: death.flags } : {}) });
    await death.kill(held);
    const since = performance.now();
    while (world.settings() !== before && performance.now() - since < PATIENCE_MS) await setTimeout(LOOK_MS);
    times.push(performance.now() - since);
    while (world.restorer() !== null && performance.now() - since < PATIENCE_MS) await setTimeout(LOOK_MS);
    await world.dispose();
  }
  return times;
}

function canGroup(): boolean {
  const group = join(GROUPS, `footbridge-proof-${process.pid}`);
  try {
    mkdirSync(group);
    rmdirSync(group);
    return true;
  } catch {
    return false;
  }
}

/** Median and worst of a net, for people. */
export function netRow({ name, times }: Net): readonly string[] {
  const text = (q: number) => `${Math.round(quantile(times, q) ?? Number.NaN)}`;
  return [name, String(times.length), text(0.5), text(1)];
}
