import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { until } from '../../testing/event-loop.ts';
import { CHAT, installChat } from '../testing/installed-app.ts';

const never = new AbortController().signal;
const door = { port: 40123, pacUrl: '' };

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

const suite = process.platform === 'linux' ? describe : describe.skip;
suite('a real program on Linux', () => {
  test('is found, started with the local proxy in its environment and nothing else of ours, and said to be open', async () => {
    const { apps, told } = installChat('exit 0');
    const [installed = expect.fail('not found')] = await apps.find([CHAT]);
    const integration = apps.integration(installed);
    expect(await integration?.applicable(never)).toBe('yes');
    expect(await integration?.apply(door)).toBe(true);
    expect(readFileSync(told, 'utf8')).toBe('http://127.0.0.1:40123 ');
  });

  test('that fails at once is not said to be open', async () => {
    const { apps } = installChat('exit 3');
    const [installed = expect.fail('not found')] = await apps.find([CHAT]);
    expect(await apps.integration(installed)?.apply(door)).toBe(false);
  });

  test('that runs has to be quit first, and need not be any more when it was (A1)', async () => {
    const { apps, program, told } = installChat('sleep 60');
    const [installed = expect.fail('not found')] = await apps.find([CHAT]);
    const applicable = () => apps.integration(installed)?.applicable(never);
    const child = spawn(program, { env: { HOME: dirname(told) }, stdio: 'ignore', detached: true });
    children.push(child);
    await until(() => existsSync(told));
    expect(await applicable()).toBe('quit-first');
    if (child.pid === undefined) throw new Error('it did not start');
    process.kill(-child.pid, 'SIGKILL');
    await until(() => child.signalCode !== null);
    expect(await applicable()).toBe('yes');
  });
});
