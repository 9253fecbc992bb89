import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';

test('the V8 of this Node knows what it is told', () => {
  // What it does not know it would only complain of.
  const known = execFileSync(process.execPath, ['--v8-options'], { encoding: 'utf8', maxBuffer: 1 << 22 });
  expect(known).toContain('--concurrent-array-buffer-sweeping');
});
