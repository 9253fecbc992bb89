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

/** What most scenarios have: a lane that keeps to it never has to build its world anew. */
const USUAL_CLIENT: Scenario['client'] = 'ipv4';

/**
 * Runs all rounds of all jobs, as many at a time as there are lanes. The first lane begins with the rarer kinds of networks,
 * which the others leave to it as long as they can; of the usual ones every second lane takes from the end, so that what
 * mostly waits runs beside what mostly computes.
 */
export async function runJobs<Lane, Round>(
  lanes: readonly Lane[],
  jobs: readonly Job[],
  { run, onDone }: LanesOptions<Lane, Round>,
): Promise<void> {
  const isUsual = ({ scenario }: Job) => scenario.client === USUAL_CLIENT;
  const usual = tasksOf(jobs.filter(isUsual));
  const rare = tasksOf(jobs.filter((job) => !isUsual(job)));
  const done = new Map(jobs.map((job) => [job, new Map<number, Round>()]));

  const next = (lane: number): Task | undefined => {
    if (lane === 0) return rare.shift() ?? usual.shift();
    return (lane % 2 === 0 ? usual.shift() : usual.pop()) ?? rare.pop();
  };
  const drive = async (lane: Lane, index: number): Promise<void> => {
    for (;;) {
      const task = next(index);
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

interface Task {
  readonly job: Job;
  readonly round: number;
}

function tasksOf(jobs: readonly Job[]): Task[] {
  return jobs.flatMap((job) => Array.from({ length: job.rounds }, (_, index) => ({ job, round: index + 1 })));
}
