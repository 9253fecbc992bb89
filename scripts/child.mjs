// A program of the project in our place.
import { spawn } from 'node:child_process';
import { root } from './setup.mjs';

/**
 * Runs a program, its input and output ours; resolves to its exit code and how long it ran. What could not be started is 1.
 * A terminal sends Ctrl-C to both of us: the program ends as it wants to, and its exit code is ours.
 */
export function run(program, words, env = {}) {
  const since = Date.now();
  const child = spawn(program, words, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } });
  const pass = (signal) => child.kill(signal);
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, pass);
  return new Promise((resolve) => {
    const over = (code) => {
      for (const signal of signals) process.off(signal, pass);
      resolve({ code, milliseconds: Date.now() - since });
    };
    child.once('error', () => over(1));
    child.once('exit', (code, signal) => over(code ?? (signal === 'SIGINT' ? 130 : 1)));
  });
}
