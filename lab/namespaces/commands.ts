import { spawnSync } from 'node:child_process';

/** Runs a command to its end. Throws with what it wrote to stderr when it fails. */
export function run(command: readonly string[], input = ''): string {
  const [program = '', ...args] = command;
  const result = spawnSync(program, args, { input, encoding: 'utf8' });
  if (result.error) throw result.error;
  if (result.status !== 0) {
    throw new Error(`${command.slice(0, 6).join(' ')} failed: ${result.stderr.trim() || result.status}`);
  }
  return result.stdout;
}

/** Runs many `ip` commands in one process, in a namespace or (without one) in ours. */
export function runIp(namespace: string | undefined, lines: readonly string[]): void {
  const where = namespace === undefined ? [] : ['-n', namespace];
  run(['ip', ...where, '-batch', '-'], `${lines.join('\n')}\n`);
}
