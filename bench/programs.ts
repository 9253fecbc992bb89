import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { output } from './children.ts';
import { projectRoot } from './page.ts';

/** Builds a program of bench/relay that is written in C; resolves to where it is, rejects with what the compiler says. */
export async function built(name: string): Promise<string> {
  const program = join(projectRoot(), '.cache', 'bench', name);
  const source = join(projectRoot(), 'bench', 'relay', `${name}.c`);
  await output(['gcc', '-O2', '-pthread', '-o', program, source]);
  return program;
}

/** Why two processes cannot be compared here, each on a core of its own, with these programs; undefined where they can. */
export function whyNotHere(programs: readonly string[]): string | undefined {
  if (process.platform !== 'linux' || availableParallelism() < 2) return 'needs Linux and two cores';
  const isMissing = (program: string) => spawnSync('sh', ['-c', 'command -v "$0"', program]).status !== 0;
  const missing = programs.filter(isMissing);
  return missing.length > 0 ? `${missing.join(', ')} not installed` : undefined;
}
