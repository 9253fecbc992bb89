import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseLine, stateAfter } from './events.ts';
import { jsonLine, judgeRounds, median } from './result.ts';
import type { Round } from './run-scenario.ts';
import { parseScenario } from './scenario.ts';

const scenario = parseScenario(
  'test',
  JSON.stringify({ title: 'test', limit: 2, expect: { routes: { '*': '.' } } }),
  () => [],
);
const job = { scenario, line: 'usual', rounds: 3, same: [] } as const;
const route = parseLine(
  '{"event":"route","messenger":"whatsapp","purpose":"web","transport":"doh:quad9","seconds":1}',
  1,
);
const round = (seconds: number | null, ...problems: string[]): Round => ({
  seconds,
  complete: seconds,
  problems,
  alarms: [],
  state: stateAfter([route]),
  folder: '/nowhere',
});

test('the median of none is none, of an even number the mean of the middle two', () => {
  expect(median([])).toBeNull();
  expect(median([3])).toBe(3);
  expect(median([4, 1, 3, 2])).toBe(2.5);
});

test('the median has as many values below it as above', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ noNaN: true, min: 0, max: 1e6 }), { minLength: 1 }), (values) => {
      const middle = median(values) ?? -1;
      const below = values.filter((value) => value < middle).length;
      const above = values.filter((value) => value > middle).length;
      expect(Math.max(below, above)).toBeLessThanOrEqual(values.length / 2);
    }),
  );
});

test('one slow round does not fail a scenario, a slow median does', () => {
  expect(judgeRounds(job, [round(1), round(9), round(1.5)])).toMatchObject({
    ok: true,
    seconds: 1.5,
  });
  expect(judgeRounds(job, [round(1), round(9), round(2.5)])).toMatchObject({
    ok: false,
    seconds: 2.5,
  });
});

test('a single slow round is no median: its time is told and not judged', () => {
  expect(judgeRounds(job, [round(9)])).toMatchObject({ ok: true, seconds: 9 });
});

test('one wrong round fails a scenario however fast it was', () => {
  const result = judgeRounds(job, [round(1), round(1, 'wrong'), round(1)]);
  expect(result).toMatchObject({ ok: false, problems: ['round 2: wrong'] });
});

test('a round that never came to its end leaves no time to report', () => {
  expect(judgeRounds(job, [round(1), round(null), round(1)])).toMatchObject({
    ok: false,
    seconds: null,
  });
});

test('a JSON line has what readers of it rely on', () => {
  const line: unknown = JSON.parse(jsonLine(judgeRounds(job, [round(1.23456)])));
  expect(line).toMatchObject({
    scenario: 'test',
    line: 'usual',
    isOpen: false,
    whole: 1,
    alarms: 0,
    ok: true,
    verdict: '',
    route: 'doh:quad9',
    seconds: 1.235,
    limit: 2,
    rounds: [1.235],
  });
});
