import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * For vitest, before all tests: everything they put into the computer's folder for such things goes into one of this run, which
 * is gone after it. Their processes are ended by a signal, so that what they wanted to tidy up at their end is not.
 */
export default function ownTempFolder(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'footbridge-unit-'));
  // Servers started as root read their files in there as somebody else.
  chmodSync(folder, 0o755);
  // Linux and macOS read the first, Windows the others.
  for (const name of ['TMPDIR', 'TEMP', 'TMP']) process.env[name] = folder;
  return () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
