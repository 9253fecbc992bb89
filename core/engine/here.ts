import { homedir } from 'node:os';
import { runProgram } from '../system/run.ts';

/** What the rooms that touch this computer are told of it. */
export const here = () => ({
  run: runProgram,
  env: process.env,
  platform: process.platform,
  homedir: homedir(),
});
