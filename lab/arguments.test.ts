import { expect, test } from 'vitest';
import { parseLabArguments } from './arguments.ts';

test('without arguments all scenarios run once', () => {
  expect(parseLabArguments([])).toMatchObject({ scenarios: [], rounds: 1, json: false, secondTry: false });
});

test('names are scenarios, options may stand anywhere', () => {
  expect(parseLabArguments(['clear', '--rounds', '5', 'sni-reset', '--json'])).toMatchObject({
    scenarios: ['clear', 'sni-reset'],
    rounds: 5,
    json: true,
  });
});

test('open networks may be run more often than others, over several lines, side by side', () => {
  expect(parseLabArguments(['--rounds', '4'])).toMatchObject({ openRounds: 4, lanes: 1, lines: ['usual'] });
  expect(
    parseLabArguments([
      '--check',
      '--line=usual',
      '--line=slow',
      '--lanes=6',
      '--open-rounds=9',
      '--skip=a/slow',
    ]),
  ).toMatchObject({
    ...{ check: true, lines: ['usual', 'slow'], lanes: 6, rounds: 1, openRounds: 9, skipped: ['a/slow'] },
  });
  expect(() => parseLabArguments(['--line', 'fast'])).toThrow('--line takes usual or slow');
  expect(() => parseLabArguments(['--lanes', '17'])).toThrow('--lanes');
});

test.each(['0', '-1', 'five', '1.5', '1001'])('--rounds %s is refused', (rounds) => {
  expect(() => parseLabArguments([`--rounds=${rounds}`])).toThrow('--rounds');
});

test('an unknown option is refused', () => {
  expect(() => parseLabArguments(['--fast'])).toThrow();
});

test('--visit takes the rest as a command for the client of one scenario', () => {
  expect(parseLabArguments(['clear', '--visit', 'sh', '-c', 'true', '--json'])).toMatchObject({
    scenarios: ['clear'],
    visit: ['sh', '-c', 'true', '--json'],
    json: false,
  });
  expect(() => parseLabArguments(['--visit', 'true'])).toThrow('--visit');
  expect(() => parseLabArguments(['clear', 'sni-drop', '--visit', 'true'])).toThrow('--visit');
  expect(() => parseLabArguments(['clear', '--visit'])).toThrow('--visit');
});

test('runs what failed a second time when it is told to', () => {
  expect(parseLabArguments(['--second-try'])).toMatchObject({ secondTry: true });
});
