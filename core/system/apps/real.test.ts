import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { AppData } from '../../model/app.ts';
import { scratchFolder } from '../../testing/daemon.ts';
import { until } from '../../testing/event-loop.ts';
import { runProgram } from '../run.ts';
import { createStart } from '../start-program.ts';
import { createApps } from './apps.ts';
import { filesHere } from './surroundings.ts';

const app: AppData = {
  ...{ id: 'chat', name: 'Chat', sources: ['test'] },
  takes: { kind: 'environment', variable: 'HTTPS_PROXY' },
  linux: { entries: ['org.example.Chat'], programs: [], processes: ['fb-test-chat'] },
};
const never = new AbortController().signal;
const door = { port: 40123, pacUrl: '' };
const nobody = () => Promise.reject(new Error('nothing is to be changed'));

/** A home in which a program is installed as packages do it: it writes down what it was told, then does what is asked. */
function install(then: string) {
  const home = scratchFolder().path;
  const write = (name: string, text: string, mode: number) => {
    mkdirSync(dirname(join(home, name)), { recursive: true });
    writeFileSync(join(home, name), text, { mode });
    return join(home, name);
  };
  const program = write(
    'my apps/fb-test-chat',
    `#!/bin/sh\nprintf '%s %s' "$HTTPS_PROXY" "$SECRET" > "$HOME/told"\n${then}\n`,
    0o755,
  );
  write('share/applications/org.example.Chat.desktop', `[Desktop Entry]\nExec="${program}" %U\n`, 0o644);
  const env = { PATH: process.env.PATH, HOME: home, XDG_DATA_HOME: join(home, 'share'), SECRET: 'x' };
  const start = createStart(env);
  const place = { platform: process.platform, env, homedir: home, run: runProgram, files: filesHere, start };
  return { program, told: join(home, 'told'), apps: createApps(place) };
}

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

const suite = process.platform === 'linux' ? describe : describe.skip;
suite('a real program on Linux', () => {
  test('is found, started with the local proxy in its environment and nothing else of ours, and said to be open', async () => {
    const { apps, told } = install('exit 0');
    const [installed = expect.fail('not found')] = await apps.find([app]);
    const integration = apps.integration(installed);
    expect(await integration?.applicable(never)).toBe('yes');
    expect(await integration?.apply(door, nobody)).toBe(true);
    expect(readFileSync(told, 'utf8')).toBe('http://127.0.0.1:40123 ');
  });

  test('that fails at once is not said to be open', async () => {
    const { apps } = install('exit 3');
    const [installed = expect.fail('not found')] = await apps.find([app]);
    expect(await apps.integration(installed)?.apply(door, nobody)).toBe(false);
  });

  test('that runs has to be quit first, and need not be any more when it was (C7)', async () => {
    const { apps, program, told } = install('sleep 60');
    const [installed = expect.fail('not found')] = await apps.find([app]);
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
