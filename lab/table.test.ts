import { expect, test } from 'vitest';
import { stateAfter } from './events.ts';
import { judgeRounds } from './result.ts';
import { parseScenario } from './scenario.ts';
import { failureLines, markdownPage, tableLine } from './table.ts';

const scenario = parseScenario('a-test', '{"title":"A | test","limit":2,"expect":{}}', () => []);
const job = { scenario, line: 'usual', rounds: 1, same: [] } as const;
const failed = judgeRounds(job, [
  {
    problems: ['whatsapp web: expected a, got b', 'signal chat: expected a, got b', 'no event names x'],
    alarms: [],
    seconds: null,
    complete: null,
    state: stateAfter([]),
    folder: '/logs',
  },
]);

test('a line tells at a glance whether it passed, which, and how long it may take', () => {
  expect(tableLine(failed)).toMatch(/^FAIL {2}a-test .*– \/ 2 s/);
});

test('the same complaint about several is made once, with the place of the logs', () => {
  expect(failureLines(failed)).toEqual([
    '     A | test',
    '     - whatsapp web, signal chat: expected a, got b',
    '     - no event names x',
    '     logs: /logs',
  ]);
});

test('the page says when, on what, and that it failed; bars do not break its table', () => {
  const page = markdownPage([failed], new Date('2026-01-02T03:04:05Z'), 5);
  expect(page).toContain('2026-01-02, medians of 5.');
  expect(page).toContain('| a-test | A \\| test |');
  expect(page).toContain('**no**');
});
