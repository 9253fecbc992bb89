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
