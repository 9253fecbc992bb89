import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { scratchFolder } from '../testing/daemon.ts';
import { until } from '../testing/event-loop.ts';
import { cleanEnvironment } from './clean-environment.ts';
import { createStart } from './start-program.ts';

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
    return false;
  }
}
