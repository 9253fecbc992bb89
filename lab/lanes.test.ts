import { expect, test } from 'vitest';
import { type Job, runJobs } from './lanes.ts';
import { parseScenario } from './scenario.ts';

const job = (name: string, rounds: number, client = 'ipv4'): Job => ({
  scenario: parseScenario(name, JSON.stringify({ title: 'a test', client, limit: 2, expect: {} }), () => []),
  ...{ line: 'usual', rounds, same: [] },
});

test('every round of every job is run once, and a job is told of when its last round has ended', async () => {
  const told: string[] = [];
  await runJobs(['one', 'two', 'three'], [job('a', 2), job('b', 1), job('c', 3)], {
    run: async (_, { scenario }, round) => `${scenario.name}${round}`,
    onDone: (_, rounds) => told.push(rounds.join(' ')),
  });
  expect(told.sort()).toEqual(['a1 a2', 'b1', 'c1 c2 c3']);
});

test('a lane runs one round at a time, and every second lane begins at the end', async () => {
  const begun: string[] = [];
  const release: (() => void)[] = [];
  const running = runJobs([0, 1], [job('a', 2), job('b', 2)], {
    run: (lane, { scenario }, round) => {
      begun.push(`${lane}: ${scenario.name}${round}`);
      return new Promise<void>((resolve) => release.push(resolve));
    },
    onDone: () => undefined,
  });
  expect(begun).toEqual(['0: a1', '1: b2']);
  while (release.length > 0) {
    for (const resolve of release.splice(0)) resolve();
    await new Promise(setImmediate);
  }
  await running;
  expect(begun.sort()).toEqual(['0: a1', '0: a2', '1: b1', '1: b2']);
});

test('rarer kinds of networks are the first lane’s, until the others have nothing else to do', async () => {
  const begun: string[] = [];
  const jobs = [job('six', 3, 'ipv6'), job('four', 2)];
  await runJobs([0, 1], jobs, {
    run: async (lane, { scenario }) => begun.push(`${lane}: ${scenario.name}`),
    onDone: () => undefined,
  });
  expect(begun.slice(0, 4)).toEqual(['0: six', '1: four', '0: six', '1: four']);
  expect(begun).toHaveLength(5);
});

test('without jobs there is nothing to wait for', async () => {
  await expect(runJobs([1], [], { run: async () => 1, onDone: () => undefined })).resolves.toBeUndefined();
});
