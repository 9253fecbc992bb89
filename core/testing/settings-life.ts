import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { openComputer, runGuardian } from '../engine/computer.ts';
import { type Run, runProgram } from '../system/run.ts';
import { SettingsError } from '../system/settings/driver.ts';
import { countChanges, createSteps, readFault } from '../system/testing/faults.ts';
import { isChange, macosModel, windowsModel } from '../system/testing/models.ts';

// For tests: the life of a process that changes this computer's settings, `hold`, and of those that put them back: `guard`,
// `restore`, `recover`. It may be told at which of its steps it is killed. Windows and macOS are models on a file.

const { env } = process;
const [node = '', program = '', what = 'hold', ...words] = process.argv;
/** Milliseconds after which a program goes on that was started by a process which is dead by then. */
const LATE_MS = 300;
const MIB = 1 << 20;

const home = env.FOOTBRIDGE_HOME ?? join(homedir(), 'footbridge');
const now = () => Date.now() + Number(env.LIFE_CLOCK ?? 0);
const steps = createSteps(readFault(what === 'guard' ? env.LIFE_GUARD_FAULT : env.LIFE_FAULT));
const state = env.LIFE_STATE ?? '';
const MODELS: Readonly<Record<string, { platform: NodeJS.Platform; run: Run }>> = {
  macos: { platform: 'darwin', run: macosModel(state) },
  windows: { platform: 'win32', run: windowsModel(state) },
};
const model = MODELS[env.LIFE_PLATFORM ?? ''];
const { platform, run } = model ?? { platform: process.platform, run: runProgram };

/** Each change is two steps: before it, and while the program is at work that makes it. */
const counted: Run = async (command, args, options) => {
  if (!isChange(command, args, options.input)) return run(command, args, options);
  try {
    steps.step(true);
  } catch (error) {
    throw new SettingsError('refused', 'the disk is full', { cause: error });
  }
  if (model !== undefined && steps.isNext()) {
    const call = JSON.stringify({ command, args, input: options.input });
    spawn(node, [program, 'late', call], { detached: true, stdio: 'ignore' });
    steps.step(false);
  }
  const running = run(command, args, options);
  steps.step(false);
  return running;
};

const surroundings = { run: counted, env, platform, homedir: homedir() };
const computer = openComputer(
  home,
  {
    guard: [node, program, 'guard'],
    restore: [node, env.LIFE_RESTORER ?? program, 'restore'],
  },
  now,
  surroundings,
);
const limit = () => AbortSignal.timeout(60_000);
const say = (text: string) => process.stdout.write(text);

async function hold(): Promise<void> {
  const port = Number(env.LIFE_PORT ?? 7000);
  const url = `http://127.0.0.1:${port}/${'0123456789abcdef'.repeat(2)}/proxy.pac`;
  const everything = { kind: 'everything', host: '127.0.0.1', port } as const;
  const settings = env.LIFE_KIND === 'everything' ? everything : ({ kind: 'pac', url } as const);
  try {
    await computer.change(settings, limit());
    say('changed\n');
  } catch (error) {
    say(`refused ${error instanceof SettingsError ? error.failure : String(error)}\n`);
  }
  const [asked]: unknown[] = await once(process.stdin, 'data');
  if (String(asked).startsWith('eat')) await eat();
  await end(computer.restore(limit()));
}

/** Takes memory, outside of V8's heap and inside it, until something puts an end to it. */
async function eat(): Promise<void> {
  const eaten: unknown[] = [];
  for (;;) {
    eaten.push(
      Buffer.alloc(MIB, 1),
      Array.from({ length: MIB / 8 }, (_, at) => at + 0.5),
    );
    await setTimeout(1);
  }
}

async function end(working: Promise<{ readonly failed: readonly unknown[] }>): Promise<void> {
  const { failed } = await working;
  say(`put back after ${steps.count()} steps\n`);
  process.exit(failed.length === 0 ? 0 : 1);
}

if (what === 'late') {
  await setTimeout(LATE_MS);
  const { command, args, input } = JSON.parse(words[0] ?? '');
  await run(command, args, { env, input, signal: limit() });
} else {
  await countChanges(steps);
  if (what === 'guard') {
    if (env.LIFE_GUARDS !== undefined) appendFileSync(env.LIFE_GUARDS, `${process.pid}\n`);
    await runGuardian(home, process.stdin, say, now, surroundings);
    if (env.LIFE_GUARDS !== undefined) appendFileSync(env.LIFE_GUARDS, `done ${process.pid}\n`);
    process.exit(0);
  } else if (what === 'hold') await hold();
  else await end(what === 'recover' ? computer.recover(limit()) : computer.restore(limit()));
}
