import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findFuzzTests } from './find.ts';

test('tests that fuzz are found by what they import or read, in any folder', () => {
  const root = mkdtempSync(join(tmpdir(), 'footbridge-find-'));
  const write = (path: string, text: string): void => {
    mkdirSync(join(root, path, '..'), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  write('core/net/deep/a.test.ts', "import { check } from '../../testing/fuzz.ts';");
  write('lab/b.test.ts', 'const numRuns = Number(process.env.FOOTBRIDGE_FUZZ_RUNS ?? 300);');
  write('cli/c.test.ts', "import { test } from 'vitest';");
  write('scripts/e.test.ts', "import { check } from '../core/testing/fuzz.ts';");
  write('scripts/d.ts', "import { check } from '../core/testing/fuzz.ts';");
  const elsewhere = ['electron', 'packaging', 'web'].map((folder) => `${folder}/f.test.ts`);
  for (const path of elsewhere) write(path, "import { check } from '../core/testing/fuzz.ts';");
  try {
    expect(findFuzzTests(root)).toEqual(
      ['core/net/deep/a.test.ts', 'lab/b.test.ts', 'scripts/e.test.ts', ...elsewhere].sort(),
    );
  } finally {
    rmSync(root, { recursive: true });
  }
});
