import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, chmodSync, constants, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { HostPort } from '../model/address.ts';
import { refusedPort } from './ports.ts';

const FOLDERS = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/lib/squid'];
const START_LIMIT_MS = 8_000;

const atExit = new Set<() => void>();
process.once('exit', () => {
  for (const tidyUp of atExit) tidyUp();
});

export interface Daemon extends HostPort {
  stop(): Promise<void>;
}

/** Where a program of the system is; undefined where it is not installed. */
export function findProgram(name: string): string | undefined {
  return FOLDERS.map((folder) => join(folder, name)).find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** A folder of a test's own, anybody may read, removed when the process ends. */
export function scratchFolder(): { write(name: string, text: string, mode?: number): string; path: string } {
  const path = mkdtempSync(join(tmpdir(), 'footbridge-test-'));
  // Servers started as root read their files as somebody else.
  chmodSync(path, 0o755);
  atExit.add(() => rmSync(path, { recursive: true, force: true }));
  return {
    path,
    write(name, text, mode = 0o644) {
      const file = join(path, name);
      writeFileSync(file, text, { mode });
      return file;
    },
  };
}

/** Runs a server of the system on a free loopback port, or a given one, until `stop`; rejects with its output when it does not listen. */
export async function startDaemon(
  program: string,
  args: (port: number) => readonly string[],
  fixedPort?: number,
): Promise<Daemon> {
  const { host, port: freePort } = await refusedPort();
  const port = fixedPort ?? freePort;
  const child = spawn(findProgram(program) ?? program, args(port), {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output = `${output}${text}`.slice(-4000);
    });
  }
  const exited = once(child, 'exit');
  // The whole group: some serve from children of their own.
  const killGroup = (): void => {
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
  };
  atExit.add(killGroup);
  const stop = async (): Promise<void> => {
    atExit.delete(killGroup);
    killGroup();
    await exited;
  };
  const giveUpAt = Date.now() + START_LIMIT_MS;
  while (!(await accepts(port))) {
    if (child.exitCode !== null || Date.now() > giveUpAt) {
      await stop();
      throw new Error(`${program} does not listen: ${output}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return { host, port, stop };
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}
