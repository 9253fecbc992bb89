import { accessSync, constants, realpathSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { createStart } from '../core/engine.ts';
import type { System } from './system.ts';

/** The system this process runs on. */
export function systemHere(): System {
  return {
    platform: process.platform,
    env: process.env,
    homedir: homedir(),
    isRoot: process.getuid?.() === 0,
    isProgram,
    realPath(path) {
      try {
        return realpathSync(path);
      } catch {
        return path;
      }
    },
    start: createStart(process.env),
  };
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
