import { expect, test } from 'vitest';
import type { Sample } from '../door.ts';
import { type Course, courseTable, growth, problems } from './report.ts';

const MIB = 1024 * 1024;
const sample = (rss: number, live: number, handles = 3): Sample => ({
  rss: rss * MIB,
  live: live * MIB,
  handles,
  connections: 0,
});
const course: Course = {
  start: sample(50, 6),
  warm: sample(110, 11),
  loaded: Array.from({ length: 9 }, () => sample(120, 30, 90)),
  end: sample(118, 11.5),
};

test('a leak shows, a single peak does not', () => {
  expect(growth(Array.from({ length: 12 }, (_, i) => i * 10))).toBe(80);
  expect(growth([...Array(14).fill(5), 900])).toBe(0);
});

test('a course that returns to where it was has no problems', () => {
  expect(problems(course, new Map())).toEqual([]);
});

test('failed visits, memory that stays, memory that grows and handles are all named', () => {
  const loaded = Array.from({ length: 9 }, (_, i) => sample(100 + 10 * i, 30));
  expect(problems({ ...course, loaded, end: sample(118, 14, 5) }, new Map([['short: no', 2]]))).toEqual([
    '2 × short: no',
    '3.0 MiB more are live at rest',
    'RSS grew by 60.0 MiB',
    '2 handles were left',
  ]);
});

test('too few samples prove nothing', () => {
  expect(problems({ ...course, loaded: [] }, new Map())).toEqual(['RSS grew by NaN MiB']);
});

test('the table shows the course', () => {
  expect(courseTable(course).split('\n').slice(2)).toEqual([
    '| live after a collection, MiB | 6.0 | 11.0 | 30.0 | 11.5 | 0.5 | 1 |',
    '| RSS, MiB (growth under load) | 50.0 | 110.0 | 120.0 | 118.0 | 0.0 | 32 |',
    '| handles | 3 | 3 | 90 | 3 | 0 | 0 |',
  ]);
});
