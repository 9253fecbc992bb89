import { homedir } from 'node:os';
import { type Apps, createApps } from '../system/apps/apps.ts';
import { filesHere } from '../system/apps/surroundings.ts';
import { runProgram } from '../system/run.ts';
import { createStart } from '../system/start-program.ts';

/** The apps of this computer. */
export function openApps(): Apps {
  const { env, platform } = process;
  return createApps({
    ...{ env, platform, homedir: homedir(), run: runProgram },
    files: filesHere,
    start: createStart(env),
  });
}
