import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type Door, openDoor, type Sample } from '../door.ts';
import { machineLine, tell } from '../page.ts';
import { type Crowd, startCrowd } from './crowd.ts';
import { type Origin, startOrigin } from './origin.ts';
import { courseTable, problems } from './report.ts';

const MINUTES = 10;
const WARM_UP = 1 / 5;
/** As often as this, but in short runs often enough to tell. */
const EVERY_MS = 10_000;
const LEAST_SAMPLES = 12;
/** How long after the last client its traces may take to go. */
const SETTLE_MS = 40_000;

const { values } = parseArgs({ options: { minutes: { type: 'string', default: String(MINUTES) } } });
const minutes = Number(values.minutes);
const every = Math.min(EVERY_MS, (minutes * 60_000) / LEAST_SAMPLES);

/** Lets a crowd in for a while, sampling; resolves when all have left. */
async function visit(
  door: Door,
  origin: Origin,
  ms: number,
): Promise<{ crowd: Crowd; samples: readonly Sample[] }> {
  const crowd = startCrowd({ proxy: door.port, origin });
  const samples: Sample[] = [];
  for (const until = performance.now() + ms; performance.now() < until; ) {
    await setTimeout(every);
    const sample = await door.sample();
    samples.push(sample);
    const [rss, live] = [sample.rss, sample.live].map((bytes) => (bytes / 1024 / 1024).toFixed(1));
    process.stdout.write(
      `RSS ${rss} MiB, live ${live} MiB, ${sample.handles} handles, ${sample.connections} connections\n`,
    );
  }
  await crowd.leave();
  return { crowd, samples };
}

/** A sample at rest: as soon as there are no more handles than at the start, or when waiting no longer helps. */
async function rest(door: Door, start: Sample): Promise<Sample> {
  for (const until = performance.now() + SETTLE_MS; ; ) {
    await setTimeout(1000);
    const sample = await door.sample();
    if (sample.handles <= start.handles || performance.now() > until) return sample;
  }
}

async function main(): Promise<number> {
  const machine = machineLine();
  const door = await openDoor({ flags: ['--expose-gc'] });
  const origin = await startOrigin();
  const start = await door.sample();
  const before = await visit(door, origin, minutes * WARM_UP * 60_000);
  const warm = await rest(door, start);
  const { crowd, samples } = await visit(door, origin, minutes * (1 - WARM_UP) * 60_000);
  const course = { start, warm, loaded: samples, end: await rest(door, start) };
  await door.close();

  const wrong = problems(course, [...before.crowd.failed, ...crowd.failed]);
  const visits = [...crowd.done].map(([name, count]) => `${count} ${name}`).join(', ');
  const text = `${machine}
${minutes} minutes, a fifth of them to warm up. Visits after that which got every byte they asked for: ${visits}.

${courseTable(course)}

${wrong.length === 0 ? 'Holds.' : `**Does not hold**: ${wrong.join('; ')}.`}`;
  tell('soak', text, { isFull: minutes >= MINUTES });
  return wrong.length === 0 ? 0 : 1;
}

process.exitCode = await main();
