import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isSameSecret } from '../core/shell-kit.ts';
import { scratchFolder } from '../core/testing/daemon.ts';
import { createFakeClock } from '../core/testing/fake-clock.ts';
import { latestOnly } from './latest-only.ts';
import { createRate } from './rate.ts';
import { readStaticFiles } from './static-files.ts';
import { systemLanguage } from './system-language.ts';

test.each([
  [{ LC_ALL: 'ru_RU.UTF-8', LANG: 'en_US.UTF-8' }, 'ru-RU'],
  [{ LANG: 'zh_CN' }, 'zh-CN'],
  [{ LANG: 'ca_ES@valencia' }, 'ca-ES'],
  [{ LANG: 'C.UTF-8' }, 'sw-KE'],
  [{ LANG: 'POSIX' }, 'sw-KE'],
  [{ LANG: '../../etc' }, 'sw-KE'],
  [{}, 'sw-KE'],
])('the language of %j is %s', (env, tag) => {
  expect(systemLanguage(env, 'sw-KE')).toBe(tag);
});

test('where nothing is said of a language it is English', () => {
  expect(systemLanguage({}, 'not a language')).toBe('en');
});

test('only files of the screens are read, and none that a link leads to', () => {
  const { path } = scratchFolder();
  mkdirSync(join(path, 'assets'));
  writeFileSync(join(path, 'index.html'), 'page');
  writeFileSync(join(path, 'assets', 'a.js'), 'code');
  writeFileSync(join(path, 'assets', 'a.js.map'), 'source');
  symlinkSync('/etc/passwd', join(path, 'assets', 'x.json'));
  const files = readStaticFiles(path);
  expect([...files.keys()].sort()).toEqual(['/', '/assets/a.js', '/index.html']);
  expect(files.get('/assets/a.js')?.type).toBe('text/javascript; charset=utf-8');
});

test('a rate lets a burst through and then as much as flows', async () => {
  const clock = createFakeClock();
  const take = createRate(clock, { burst: 2, perSecond: 1 });
  expect([take(), take(), take()]).toEqual([true, true, false]);
  await clock.advance(1_000);
  expect([take(), take()]).toEqual([true, false]);
});

test('who is slow gets the newest and not what came before it', async () => {
  const given: number[] = [];
  const doors: (() => void)[] = [];
  const give = latestOnly<number>((value) => {
    given.push(value);
    return new Promise((resolve) => void doors.push(resolve));
  });
  for (const value of [1, 2, 3]) give(value);
  expect(given).toEqual([1]);
  doors.shift()?.();
  await Promise.resolve();
  await Promise.resolve();
  expect(given).toEqual([1, 3]);
});

test('secrets are the same or not, of whatever length', () => {
  expect(isSameSecret('abc', 'abc')).toBe(true);
  expect(isSameSecret('abc', 'abcd')).toBe(false);
  expect(isSameSecret('', 'a')).toBe(false);
});
