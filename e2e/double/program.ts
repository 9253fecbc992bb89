import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** What the double's main process is started with: the real engine, or one that says what a test writes down for it. */
export type EngineKind = 'real' | 'scripted';

/** The main file of the program on the double, as `npm run e2e` has built it (scripts/build-double.mjs). */
export function doubleProgram(engine: EngineKind): string {
  const main = join(import.meta.dirname, '..', '..', '.cache', 'e2e', 'electron', engine, 'dist', 'main.cjs');
  if (!existsSync(main)) throw new Error('the double is not built: npm run e2e does');
  return main;
}
