import { join } from 'node:path';
import { stateAfter } from './events.ts';
import type { Laboratory } from './laboratory.ts';
import type { Job } from './lanes.ts';
import { overLine } from './line.ts';
import { type Round, runRound } from './run-scenario.ts';

export interface Places {
  /** The program, one file of JavaScript. */
  readonly program: string;
  /** Each round has a folder below it. */
  readonly folder: string;
  /** Whether the first round visits with a browser too. */
  readonly browser: boolean;
}

/** One round of a job. What the lab itself could not do is a problem of the round, and the next one gets a new network. */
export async function tryRound(
  laboratory: Laboratory,
  { scenario, line }: Job,
  round: number,
  { program, folder, browser }: Places,
): Promise<Round> {
  const own = join(folder, line === 'usual' ? scenario.name : `${scenario.name}-${line}`, String(round));
  try {
    return await runRound({
      laboratory,
      scenario: overLine(scenario, line, round),
      program,
      browser: browser && round === 1,
      folder: own,
    });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    await laboratory.close();
    return {
      problems: [`could not be run: ${message}`],
      alarms: [],
      seconds: null,
      complete: null,
      state: stateAfter([]),
      folder: own,
    };
  }
}
