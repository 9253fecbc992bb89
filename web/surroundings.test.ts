import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isProcessAlive, isSameSecret } from '../core/shell-kit.ts';
import { scratchFolder } from '../core/testing/daemon.ts';
import { until } from '../core/testing/event-loop.ts';
import { createFakeClock } from '../core/testing/fake-clock.ts';
import { cleanEnvironment } from './clean-environment.ts';
import { latestOnly } from './latest-only.ts';
import { createRate } from './rate.ts';
import { createStart } from './start-program.ts';
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

test('what we start learns where the screen is, and no secret or proxy of ours', () => {
  const env = {
    PATH: '/usr/bin',
    Path: 'C:\\x',
    DISPLAY: ':0',
    XDG_RUNTIME_DIR: '/run/user/1',
    LC_TIME: 'C',
    HTTPS_PROXY: 'http://user:secret@proxy',
    all_proxy: 'socks5://x',
    SSLKEYLOGFILE: '/x',
    NODE_OPTIONS: '--require x',
    LD_PRELOAD: '/x.so',
    FOOTBRIDGE_HOME: '/x',
  };
  expect(Object.keys(cleanEnvironment(env))).toEqual([
    'PATH',
    'Path',
    'DISPLAY',
    'XDG_RUNTIME_DIR',
    'LC_TIME',
  ]);
});

test('a program is started without a shell, in a clean environment, and its end is told (P6)', async () => {
  const start = createStart({ PATH: process.env.PATH, SECRET: 'x' });
  const script =
    'process.stdout.write(JSON.stringify([process.env.SECRET ?? null, process.argv[1]])); process.exitCode = 4';
  const odd = '"; touch /nowhere; $(x) %PATH%';
  const told = await start(process.execPath, ['-e', script, odd], { patienceMs: 8_000, lives: 'with-us' });
  expect(told).toEqual({ kind: 'ended', code: 4, output: JSON.stringify([null, odd]) });
  const options = { patienceMs: 8_000, lives: 'on' } as const;
  expect(await start('/nowhere/at-all', [], options)).toEqual({ kind: 'not-started' });
});

test('a program that goes on is left running until it is asked to end', async () => {
  const start = createStart(process.env);
  const file = join(scratchFolder().path, 'pid');
  const helper =
    "require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => 0, 1000)']).pid";
  const script = `require('node:fs').writeFileSync(process.argv[1], String(${helper})); setInterval(() => 0, 1000)`;
  const started = await start(process.execPath, ['-e', script, file], { patienceMs: 50, lives: 'on' });
  expect(started.kind).toBe('running');
  await until(() => existsSync(file) && readFileSync(file, 'utf8') !== '');
  expect(isRunning(Number(readFileSync(file, 'utf8')))).toBe(true);
  if (started.kind === 'running') await started.end();
  // What it started itself ends with it.
  await until(() => !isRunning(Number(readFileSync(file, 'utf8'))));
});

/** A process that has ended and that nobody has asked for yet (a zombie) runs no more. */
function isRunning(pid: number): boolean {
  try {
    return !/^State:\tZ/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return process.platform !== 'linux' && isProcessAlive(pid);
  }
}

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
