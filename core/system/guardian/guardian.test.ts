import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { build } from 'esbuild';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startGuardian } from './guardian.ts';

const OWN = '[Proxy Settings]\nProxyType=0\nNoProxyFor=localhost\n';
const scratch = mkdtempSync(join(tmpdir(), 'footbridge-guardian-'));
const program = join(scratch, 'life.mjs');
let home = '';
const file = () => join(home, '.config', 'kioslaverc');
const env = () => ({ PATH: process.env.PATH, HOME: home, XDG_CURRENT_DESKTOP: 'KDE' });

beforeAll(async () => {
  await build({
    entryPoints: [join(import.meta.dirname, '..', '..', 'testing', 'settings-life.ts')],
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

const autostart = () => join(home, '.config', 'autostart');
/** What is left of us: in our folder, and at login. */
const litter = () => [join(home, 'footbridge'), autostart()].flatMap((folder) => readdirSync(folder));

/** Starts a process that has changed the settings when this resolves. */
async function holder(...flags: string[]): Promise<ChildProcess> {
  const child = spawn(process.execPath, [...flags, program, 'hold'], {
    env: env(),
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  children.push(child);
  if (child.stdout !== null) await Promise.race([once(child.stdout, 'data'), once(child, 'exit')]);
  expect(readFileSync(file(), 'utf8')).toContain('127.0.0.1:7000');
  expect(readdirSync(autostart())).toEqual(['footbridge-restore.desktop']);
  return child;
}

/** Milliseconds until the person's settings are back; fails after five seconds, and where something of us is left then. */
async function backAfter(): Promise<number> {
  const since = performance.now();
  const until = async (holds: () => boolean) => {
    while (!holds()) {
      if (performance.now() - since > 5000) throw new Error(`not put back: ${litter()}`);
      await setTimeout(5);
    }
  };
  await until(() => readFileSync(file(), 'utf8') === OWN);
  const after = performance.now() - since;
  await until(() => litter().length === 0);
  return after;
}

const childrenOf = (id: number | undefined) =>
  readFileSync(`/proc/${id}/task/${id}/children`, 'utf8').split(' ').filter(Boolean).map(Number);

const suite = process.platform === 'linux' ? describe : describe.skip;
suite('the guardian', () => {
  test.each(['SIGKILL', 'SIGSEGV', 'SIGABRT'] as const)(
    'puts everything back within a second when %s ends the engine (C4)',
    async (signal) => {
      const child = await holder();
      child.kill(signal);
      expect(await backAfter()).toBeLessThan(1000);
    },
    20_000,
  );

  test('puts everything back when the engine runs out of memory (C4)', async () => {
    const child = await holder('--max-old-space-size=24');
    child.stdin?.write('eat\n');
    await once(child, 'exit');
    expect(await backAfter()).toBeLessThan(1000);
  }, 20_000);

  test('is not ended by what ends the terminal (C4)', async () => {
    const child = await holder();
    // The whole process group, as Ctrl-C does.
    child.kill('SIGINT');
    expect(await backAfter()).toBeLessThan(1000);
  }, 20_000);

  test('that is killed is followed by another one, which does its work (C4)', async () => {
    const child = await holder();
    const [first = 0] = childrenOf(child.pid);
    process.kill(first, 'SIGKILL');
    const journal = () => readFileSync(join(home, 'footbridge', 'changed.json'), 'utf8');
    await expect.poll(journal, { timeout: 5000 }).not.toContain(`"id": ${first},`);
    child.kill('SIGKILL');
    await backAfter();
  }, 20_000);

  test('killed together with the engine, the next start puts everything back (C4)', async () => {
    const child = await holder();
    child.kill('SIGSTOP');
    for (const id of childrenOf(child.pid)) process.kill(id, 'SIGKILL');
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(readFileSync(file(), 'utf8')).not.toBe(OWN);
    const next = spawn(process.execPath, [program, 'recover'], { env: env(), stdio: 'ignore' });
    expect(await once(next, 'exit')).toEqual([0, null]);
    expect([readFileSync(file(), 'utf8'), litter()]).toEqual([OWN, []]);
  }, 20_000);

  test('that cannot be started is an error, and nobody waits for it', async () => {
    const start = (command: string) => startGuardian({ command, args: [], env: env() });
    await expect(start('/nonexistent/guardian')).rejects.toThrow('did not start');
    await expect(start('/bin/true')).rejects.toThrow('did not start');
  });
});
