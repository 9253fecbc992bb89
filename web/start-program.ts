import { type ChildProcess, spawn } from 'node:child_process';
import { cleanEnvironment } from './clean-environment.ts';
import type { Start } from './system.ts';

const LONGEST_OUTPUT = 4_096;
/** A browser puts its profile in order when it is asked to end. Milliseconds. */
const END_MS = 2_000;

/** Starts programs for real, see `Start`. */
export function createStart(env: Readonly<Record<string, string | undefined>>): Start {
  return (path, args, { patienceMs, lives }) =>
    new Promise((resolve) => {
      const livesOn = lives === 'on';
      const child = spawn(path, [...args], {
        env: cleanEnvironment(env),
        // Away from our terminal: its Ctrl-C is meant for us.
        detached: livesOn,
        stdio: livesOn ? 'ignore' : ['ignore', 'pipe', 'ignore'],
        windowsHide: !livesOn,
        shell: false,
      });
      let output = '';
      child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
        output = (output + chunk).slice(0, LONGEST_OUTPUT);
      });
      const timer = setTimeout(() => {
        child.unref();
        resolve({ kind: 'running', end: () => end(child) });
      }, patienceMs);
      child.once('error', () => {
        clearTimeout(timer);
        resolve({ kind: 'not-started' });
      });
      child.once('close', (code) => {
        clearTimeout(timer);
        resolve({ kind: 'ended', code, output });
      });
    });
}

async function end(child: ChildProcess): Promise<void> {
  // The number of one that ended long ago may be another's by now.
  if (child.exitCode !== null || child.signalCode !== null) return;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, END_MS);
    child.once('exit', () => {
      clearTimeout(timer);
      resolve();
    });
    child.kill();
  });
  sweep(child.pid);
}

/** What a browser started itself may outlive it. Windows has no groups of processes; there its own end has to do. */
function sweep(leader: number | undefined): void {
  if (leader === undefined || process.platform === 'win32') return;
  try {
    process.kill(-leader, 'SIGKILL');
  } catch {
    // Nobody is left.
  }
}
