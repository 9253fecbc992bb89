import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDERS = ['core', 'cli', 'web', 'electron', 'lab', 'packaging', 'scripts'];
/** Whoever can be told how many cases to try imports the helper, or reads the variable itself. */
const FUZZES = /from '[^']*\/testing\/fuzz\.ts'|env\.FOOTBRIDGE_FUZZ_RUNS/;

/** The unit tests that fuzz, by their paths from the repository's root. */
export function findFuzzTests(root: string): string[] {
  return FOLDERS.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.test.ts'))
      .map((path) => join(folder, path)),
  )
    .filter((path) => FUZZES.test(readFileSync(join(root, path), 'utf8')))
    .sort();
}
