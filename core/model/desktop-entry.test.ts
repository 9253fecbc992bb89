import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { check } from '../testing/fuzz.ts';
import { autostartEntry, fillExec, isAutostartOn, readExec } from './desktop-entry.ts';

const execOf = (text: string) => /^Exec=(.*)$/m.exec(text)?.[1] ?? '';

describe('a desktop entry', () => {
  test('says any command so that reading gives it back', () => {
    check(
      fc.property(
        fc.array(
          fc.string({ minLength: 1 }).filter((word) => !/[\0\r\n\t]/.test(word)),
          { minLength: 1, maxLength: 20 },
        ),
        (command) => {
          const words = readExec(execOf(autostartEntry({ name: 'X', command })));
          expect(words?.map((word) => word.replaceAll('%%', '%'))).toEqual(command);
        },
      ),
    );
  });

  test('of blanks, quotes, dollars and percents is quoted as the specification says', () => {
    const text = autostartEntry({
      name: 'Foot\nbridge',
      command: ['/a b/"c"/$d/%e/\\f'],
      icon: 'footbridge',
    });
    expect(execOf(text)).toBe('"/a b/\\\\"c\\\\"/\\\\$d/%%e/\\\\\\\\f"');
    expect(text).toContain('Name=Foot bridge\n');
    expect(text).toContain('Icon=footbridge\n');
  });

  test('that a desktop has switched off is off', () => {
    const text = autostartEntry({ name: 'X', command: ['x'] });
    expect(isAutostartOn(text)).toBe(true);
    expect(isAutostartOn(text.replace('enabled=true', 'enabled=false'))).toBe(false);
    expect(isAutostartOn(`${text}Hidden=true\n`)).toBe(false);
  });
});

const LINK = 'tg://socks?server=127.0.0.1&port=40123';
describe('an Exec line', () => {
  test.each([
    ['telegram-desktop -- %u', ['telegram-desktop', '--', '%u']],
    ['"/opt/My App/x" --a  --b=c ', ['/opt/My App/x', '--a', '--b=c']],
    ['env A=b /snap/bin/x %U', ['env', 'A=b', '/snap/bin/x', '%U']],
    ['/a\\\\ b', ['/a b']],
    ['"', null],
    ['a"b"', null],
    ['', null],
    ['   ', null],
  ])('%j is read', (exec, words) => {
    expect(readExec(exec)).toEqual(words);
  });

  test('gets the link where it wants one', () => {
    expect(fillExec(['telegram-desktop', '--', '%u'], LINK, ['--'])).toEqual([
      'telegram-desktop',
      '--',
      LINK,
    ]);
    expect(fillExec(['flatpak', 'run', 'org.x', '@@u', '%U', '@@'], LINK)).toEqual([
      ...['flatpak', 'run', 'org.x', '@@u', LINK, '@@'],
    ]);
    expect(fillExec(['Telegram'], LINK, ['--'])).toEqual(['Telegram', '--', LINK]);
  });

  test('loses its field codes where there is nothing to put there', () => {
    expect(fillExec(['x', '%U', '%f', '%i', '%c', '--rate=5%%', '--odd=%k'], null)).toEqual([
      ...['x', '--rate=5%', '--odd='],
    ]);
  });

  test('of any bytes is read or refused in time, never thrown at', () => {
    check(
      fc.property(fc.string({ maxLength: 400 }), (text) => {
        const words = readExec(text);
        if (words !== null) expect(fillExec(words, LINK).length).toBeLessThanOrEqual(words.length + 1);
      }),
    );
  });
});
