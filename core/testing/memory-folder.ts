import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';

const IN_MEMORY = '/dev/shm';

/** Where to put files of tests that have thousands of them on disk for good: in memory, where there is such a place. */
export function memoryFolder(): string {
  return existsSync(IN_MEMORY) ? IN_MEMORY : tmpdir();
}
