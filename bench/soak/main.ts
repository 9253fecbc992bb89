import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type Door, openDoor, type Sample } from '../door.ts';
import { machineLine, table, tell } from '../page.ts';
import { startCrowd } from './crowd.ts';
import { growth } from './growth.ts';
import { startOrigin } from './origin.ts';

const MINUTES = 10;
const EVERY_MS = 10_000;
/** What may be more at the end than after the warm-up. */
const BOUNDS_MIB = { rss: 32, live: 4 };
/** How long after the last client its traces may take to go: the proxy's own patience with an answer, and more. */
const SETTLE_MS = 40_000;

const { values } = parseArgs({ options: { minutes: { type: 'string', default: String(MINUTES) } } });
const minutes = Number(values.minutes);

const mib = (bytes: number): number => bytes / 1024 / 1024;

async function soak(door: Door, until: number): Promise<Sample[]> {
  const samples: Sample[] = [];
  while (performance.now() < until) {
    await setTimeout(Math.min(EVERY_MS, (minutes * 60_000) / 15));
    const sample = await door.sample();
    samples.push(sample);
    process.stdout.write(`${describe(sample)}\n`);
  }
  return samples;
}

const describe = ({ rss, live, handles, connections }: Sample): string =>
  `RSS ${mib(rss).toFixed(1)} MiB, live ${mib(live).toFixed(1)} MiB, ${handles} handles, ${connections} connections`;

/** The last sample, once there are no more handles than at the start; the one it came to, where that never is. */
async function settle(door: Door, start: Sample): Promise<Sample> {
  for (const until = performance.now() + SETTLE_MS; ; await setTimeout(500)) {
    const sample = await door.sample();
    if (sample.handles <= start.handles || performance.now() > until) return sample;
  }
}

async function main(): Promise<number> {
  const machine = machineLine();
  const door = await openDoor({ flags: ['--expose-gc'] });
  const start = await door.sample();
  const crowd = startCrowd({ proxy: door.port, origin: await startOrigin() });
  const samples = await soak(door, performance.now() + minutes * 60_000);
  await crowd.leave();
  const end = await settle(door, start);
  await door.close();

  const grown = (of: 'rss' | 'live'): number =>
    mib(growth(samples.map((sample) => sample[of])) ?? Number.NaN);
  const peak = (of: 'rss' | 'live'): string =>
    mib(Math.max(...samples.map((sample) => sample[of]))).toFixed(1);
  const problems = [
    ...[...crowd.failed].map(([what, times]) => `${times} × ${what}`),
    ...(['rss', 'live'] as const)
      .filter((of) => !(grown(of) <= BOUNDS_MIB[of]))
      .map((of) => `${of} grew by ${grown(of).toFixed(1)} MiB`),
    ...(end.handles > start.handles ? [`${end.handles - start.handles} handles were left`] : []),
  ];
  const rows = [
    ['', 'at the start', 'most', 'at the end', 'growth after the warm-up', 'bound'],
    ...(['rss', 'live'] as const).map((of) => [
      of === 'rss' ? 'RSS, MiB' : 'live after a collection, MiB',
      mib(start[of]).toFixed(1),
      peak(of),
      mib(end[of]).toFixed(1),
      grown(of).toFixed(1),
      BOUNDS_MIB[of],
    ]),
    [
      'handles',
      start.handles,
      Math.max(...samples.map(({ handles }) => handles)),
      end.handles,
      '–',
      'as at the start',
    ],
  ];
  const text = `${machine}
${minutes} minutes. Visits: ${[...crowd.done].map(([name, count]) => `${count} ${name}`).join(', ')}; every byte that was asked for came.

${table(rows)}

${problems.length === 0 ? 'Holds.' : `**Does not hold**: ${problems.join('; ')}.`}`;
  tell('soak', text.replace('; every byte that was asked for came', crowd.failed.size > 0 ? '' : '$&'), {
    isFull: minutes >= MINUTES,
  });
  return problems.length === 0 ? 0 : 1;
}

process.exitCode = await main();
