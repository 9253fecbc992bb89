import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { removeFolder } from '../remove-folder.ts';

/** Nobody of this computer: no account, no rights. */
const USER = 65_534;

/** Somebody without rights, with the portable folder on a read-only stick. */
export interface Person {
  /** The folder that the archive holds, on the stick. */
  readonly folder: string;
  readonly home: string;
  /** Starts a program as this person. */
  start(command: readonly [string, ...string[]], env?: Readonly<Record<string, string>>): ChildProcess;
  /** Runs one to its end; its output and exit code. */
  run(
    command: readonly [string, ...string[]],
    env?: Readonly<Record<string, string>>,
  ): { code: number | null; output: string };
  /** Ends everything of this person's at once, guardians too, and tells how much that was. */
  killEverything(): number;
  close(): Promise<void>;
}

/**
 * Unpacks the archive onto a stick of its own (a tmpfs, which only this mount namespace sees), exchanges Signal's root for
 * the lab's, and makes the stick read-only.
 */
export function visitSomebody(archive: string): Person {
  const place = mkdtempSync(join(tmpdir(), 'footbridge-person-'));
  chmodSync(place, 0o755);
  const stick = join(place, 'Флешка & co! (1)');
  const home = join(place, 'дом');
  for (const folder of [stick, home]) mkdirSync(folder);
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'mode=755', 'stick', stick]);
  execFileSync('tar', ['-xzf', archive, '-C', stick]);
  const [name = ''] = readdirSync(stick);
  const overlay = process.env.FOOTBRIDGE_RESOURCES ?? '';
  copyFileSync(
    join(overlay, 'signal-root.pem'),
    join(stick, name, 'program', 'resources', 'signal-root.pem'),
  );
  execFileSync('mount', ['-o', 'remount,ro,nosuid,nodev', stick]);
  const roots = join(home, basename(process.env.NODE_EXTRA_CA_CERTS ?? ''));
  writeFileSync(roots, readFileSync(process.env.NODE_EXTRA_CA_CERTS ?? ''));
  for (const path of [home, roots]) chownSync(path, USER, USER);

  const base = {
    HOME: home,
    PATH: '/usr/bin:/bin',
    LANG: 'C.UTF-8',
    NODE_EXTRA_CA_CERTS: roots,
    TZ: 'Europe/Moscow',
  };
  const asUser = (command: readonly string[]) => [
    '--reuid',
    `${USER}`,
    '--regid',
    `${USER}`,
    '--clear-groups',
    '--no-new-privs',
    '--',
    ...command,
  ];
  const started: ChildProcess[] = [];
  return {
    folder: join(stick, name),
    home,
    start(command, env = {}) {
      const child = spawn('setpriv', asUser(command), {
        cwd: '/',
        env: { ...base, ...env },
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      started.push(child);
      return child;
    },
    run(command, env = {}) {
      const { status, stdout, stderr } = spawnSync('setpriv', asUser(command), {
        cwd: '/',
        env: { ...base, ...env },
        encoding: 'utf8',
        timeout: 60_000,
      });
      return { code: status, output: `${stdout}${stderr}` };
    },
    killEverything() {
      const theirs = processesFrom(join(stick, name));
      // Stopped first, so that none notices the others' end.
      for (const signal of ['SIGSTOP', 'SIGKILL'] as const) for (const id of theirs) process.kill(id, signal);
      return theirs.length;
    },
    async close() {
      for (const child of started) child.kill('SIGKILL');
      for (const id of processesFrom(join(stick, name))) process.kill(id, 'SIGKILL');
      execFileSync('umount', ['--lazy', stick]);
      await removeFolder(place);
    },
  };
}

/** Processes whose program lies in a folder (`/proc`). */
function processesFrom(folder: string): readonly number[] {
  return readdirSync('/proc')
    .filter((id) => /^\d+$/.test(id))
    .map(Number)
    .filter((id) => {
      try {
        return readFileSync(`/proc/${id}/cmdline`, 'utf8').startsWith(`${folder}/`);
      } catch {
        return false;
      }
    });
}
