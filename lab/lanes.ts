import type { LineName } from './line.ts';
import type { Scenario } from './scenario.ts';

/** A scenario over one line, to be run several times. */
export interface Job {
  readonly scenario: Scenario;
  readonly line: LineName;
  readonly rounds: number;
  /** Other scenarios that this one stands for. */
  readonly same: readonly string[];
}

export interface LanesOptions<Lane, Round> {
  /** Runs one round, from 1, of a job; never rejects. */
  readonly run: (lane: Lane, job: Job, round: number) => Promise<Round>;
  /** Told of a job once its last round has ended, and of its rounds in their order. */
  readonly onDone: (job: Job, rounds: readonly Round[]) => void;
}

/**
 * Runs all rounds of all jobs, as many at a time as there are lanes. Every second lane takes from the end, so that what
 * mostly waits runs beside what mostly computes.
 */
export async function runJobs<Lane, Round>(
  lanes: readonly Lane[],
  jobs: readonly Job[],
  { run, onDone }: LanesOptions<Lane, Round>,
): Promise<void> {
  const waiting = jobs.flatMap((job) =>
    Array.from({ length: job.rounds }, (_, index) => ({ job, round: index + 1 })),
  );
  const done = new Map(jobs.map((job) => [job, new Map<number, Round>()]));

  const drive = async (lane: Lane, index: number): Promise<void> => {
    for (;;) {
      const task = index % 2 === 0 ? waiting.shift() : waiting.pop();
      if (task === undefined) return;
      const { job, round } = task;
      const ended = await run(lane, job, round);
      const rounds = done.get(job)?.set(round, ended);
      if (rounds?.size !== job.rounds) continue;
      onDone(
        job,
        [...rounds].sort(([one], [other]) => one - other).map(([, each]) => each),
      );
    }
  };
  await Promise.all(lanes.map(drive));
}
