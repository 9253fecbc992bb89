import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { build } from 'esbuild';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { proxyDrivers } from '../proxy/drivers.ts';
import { runProgram } from '../run.ts';
import { openJournal } from '../settings/journal.ts';
import { restoreSettings } from '../settings/restore.ts';
import { startGuardian } from './guardian.ts';

const OWN = '[Proxy Settings]\nProxyType=0\nNoProxyFor=localhost\n';
const scratch = mkdtempSync(join(tmpdir(), 'footbridge-guardian-'));
const program = join(scratch, 'holder.mjs');
let home = '';
const file = () => join(home, '.config', 'kioslaverc');
const env = () => ({ PATH: process.env.PATH, HOME: home, XDG_CURRENT_DESKTOP: 'KDE' });

beforeAll(async () => {
  await build({
    entryPoints: [join(import.meta.dirname, '..', 'testing', 'holder.ts')],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'esm',
  });
});
afterAll(() => rmSync(scratch, { recursive: true, force: true, maxRetries: 20 }));
beforeEach(() => {
  home = mkdtempSync(join(scratch, 'Дом с пробелом-'));
  mkdirSync(join(home, '.config'));
  writeFileSync(file(), OWN);
});

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

/** Starts a process that has changed the settings when this resolves. */
async function holder(...args: string[]): Promise<ChildProcess> {
  const child = spawn(process.execPath, [program, ...args], {
    env: env(),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  if (child.stdout !== null) await Promise.race([once(child.stdout, 'data'), once(child, 'exit')]);
  expect(readFileSync(file(), 'utf8')).toContain('127.0.0.1:7000');
  return child;
}

/** Milliseconds until the person's settings are back; fails after five seconds. */
async function backAfter(): Promise<number> {
  const since = performance.now();
  while (readFileSync(file(), 'utf8') !== OWN || existsSync(join(home, 'footbridge', 'changed.json'))) {
    if (performance.now() - since > 5000) throw new Error('not put back');
    await setTimeout(5);
  }
  return performance.now() - since;
}

const nextStart = () => {
  const drivers = proxyDrivers({ run: runProgram, env: env(), platform: 'linux', homedir: home });
  const journal = openJournal(join(home, 'footbridge'), Date.now);
  return restoreSettings(drivers, journal, AbortSignal.timeout(5000));
};

const suite = process.platform === 'linux' ? describe : describe.skip;
suite('the guardian', () => {
  test.each(['SIGKILL', 'SIGSEGV', 'SIGABRT'] as const)(
    'puts everything back within a second when %s ends the engine (C4)',
    async (signal) => {
      const child = await holder();
      child.kill(signal);
      expect(await backAfter()).toBeLessThan(1000);
      expect(readdirSync(join(home, 'footbridge'))).toEqual([]);
    },
    20_000,
  );

  test('is not ended by what ends the terminal (C4)', async () => {
    const child = await holder();
    // The whole process group, as Ctrl-C does.
    child.kill('SIGINT');
    expect(await backAfter()).toBeLessThan(1000);
  }, 20_000);

  test('killed together with the engine, the next start puts everything back (C4)', async () => {
    const child = await holder('alone');
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(readFileSync(file(), 'utf8')).not.toBe(OWN);
    expect(await nextStart()).toMatchObject({ failed: [] });
    expect(readFileSync(file(), 'utf8')).toBe(OWN);
  }, 20_000);

  test('that cannot be started is an error, and nobody waits for it', async () => {
    const start = (command: string) => startGuardian({ command, args: [], env: env() });
    await expect(start('/nonexistent/guardian')).rejects.toThrow('did not start');
    await expect(start('/bin/true')).rejects.toThrow('did not start');
  });
});
