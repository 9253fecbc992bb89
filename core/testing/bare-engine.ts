import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { onTestFinished } from 'vitest';
import type { StartEngine } from '../sidecars/child.ts';
import { hearLines } from '../sidecars/lines.ts';

/** Starts an engine without a keeper. */
export const spawnEngine: StartEngine = async ({ path, args, env, input }, onLine) => {
  const child = spawn(path, args, { env, stdio: ['pipe', 'pipe', 'pipe'] });
  for (const input of [child.stdout, child.stderr]) hearLines(input, onLine);
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const ended = once(child, 'exit').then(() => undefined);
  return {
    pid: child.pid ?? 0,
    ended,
    async end() {
      child.kill('SIGKILL');
      await ended;
    },
  };
};

/** The same; it ends with the test. */
export const startBareEngine: StartEngine = async (order, onLine) => {
  const engine = await spawnEngine(order, onLine);
  onTestFinished(engine.end);
  return engine;
};

/** The same, and the id of the one that was started last: 0 before. */
export function createBareStart(): { readonly start: StartEngine; readonly pid: () => number } {
  let pid = 0;
  return {
    async start(order, onLine) {
      const engine = await startBareEngine(order, onLine);
      pid = engine.pid;
      return engine;
    },
    pid: () => pid,
  };
}
