import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, release, type } from 'node:os';
import { join } from 'node:path';

/** Where and when: date, cores, kernel, Node, and how busy the machine was with others. */
export function machineLine(date = new Date()): string {
  const [cpu] = cpus();
  const load = loadavg()[0] ?? 0;
  return `${date.toISOString().slice(0, 10)}. ${cpus().length} cores of ${cpu?.model.trim() ?? 'an unknown processor'}, ${type()} ${release().split('.', 2).join('.')}, Node ${process.versions.node}; load ${load.toFixed(1)} when it began.`;
}

/** A page with the text between `<!-- proof:NAME -->` and `<!-- /proof:NAME -->` replaced. Throws where they are missing. */
export function withSection(page: string, name: string, text: string): string {
  const [opening, closing] = [`<!-- proof:${name} -->`, `<!-- /proof:${name} -->`];
  const [start, end] = [page.indexOf(opening), page.indexOf(closing)];
  if (start < 0 || end < start) throw new Error(`the page has no section ${name}`);
  return `${page.slice(0, start + opening.length)}\n${text.trim()}\n${page.slice(end)}`;
}

/** A table in Markdown; the first row is its head. */
export function table([head = [], ...rows]: readonly (readonly (string | number)[])[]): string {
  const line = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** Prints a result, and keeps it in docs/proofs.md when the proof ran in full and could tell. */
export function tell(name: string, text: string, { isFull }: { readonly isFull: boolean }): void {
  process.stdout.write(`\n${text.trim()}\n\n`);
  if (!isFull) {
    process.stdout.write('Not a full run: docs/proofs.md is left as it was.\n');
    return;
  }
  const file = join(projectRoot(), 'docs', 'proofs.md');
  writeFileSync(file, withSection(readFileSync(file, 'utf8'), name, text));
}

/** The repository; scripts/proof-run.mjs names it. */
export function projectRoot(): string {
  const root = process.env.FOOTBRIDGE_ROOT;
  if (root === undefined) throw new Error('run it by npm run proof:…');
  return root;
}
