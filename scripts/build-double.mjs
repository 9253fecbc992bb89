// Bundles the Electron shell once more for the end-to-end tests, with the double of e2e/double in Electron's place.
import { cpSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildRenderer } from './build-renderer.mjs';
import { root } from './setup.mjs';

const double = (name) => join(root, 'e2e', 'double', name);
/** With the real engine, or one that says what a test writes down for it. */
const ENGINES = {
  real: join(root, 'electron', 'engine-process.ts'),
  scripted: double('scripted-engine.ts'),
};

const COMMON = {
  bundle: true,
  target: 'node20.19',
  // As in a package.
  minify: true,
  keepNames: true,
  logLevel: 'warning',
  define: { FOOTBRIDGE_VERSION: '"0.1.0"' },
};
/** A native part that ssh2 does without. */
const EXTERNAL = ['cpu-features'];
const NODE = { ...COMMON, platform: 'node', format: 'cjs', external: EXTERNAL };

/** The real main process and preload, laid out as the program is, once for each engine: .cache/e2e/electron/<engine>. */
export async function buildDouble() {
  const { build } = await import('esbuild');
  const folder = (engine) => join(root, '.cache', 'e2e', 'electron', engine);
  const [first, ...others] = Object.keys(ENGINES).map((engine) => join(folder(engine), 'dist'));
  rmSync(folder('.'), { recursive: true, force: true });
  mkdirSync(first, { recursive: true });
  const bundles = [
    {
      ...NODE,
      entryPoints: [join(root, 'electron', 'main.ts')],
      outfile: join(first, 'main.cjs'),
      alias: { electron: double('main-half.ts') },
      external: ['playwright', ...EXTERNAL],
    },
    {
      ...COMMON,
      format: 'iife',
      platform: 'browser',
      entryPoints: [join(root, 'electron', 'preload.ts')],
      outfile: join(first, 'preload.cjs'),
      alias: { electron: double('preload-half.ts') },
    },
    { ...NODE, entryPoints: [join(root, 'electron', 'guard.ts')], outfile: join(first, 'guard.cjs') },
    { ...NODE, entryPoints: [double('parent-port.ts')], outfile: join(first, 'parent-port.cjs') },
  ];
  await Promise.all([buildRenderer(), ...bundles.map((bundle) => build(bundle))]);
  cpSync(join(root, 'dist', 'renderer'), join(first, 'renderer'), { recursive: true });
  for (const other of others) cpSync(first, other, { recursive: true });
  for (const [engine, entry] of Object.entries(ENGINES)) {
    await build({ ...NODE, entryPoints: [entry], outfile: join(folder(engine), 'dist', 'engine.cjs') });
    // A clone is started by its folder; so is what watches over the computer's settings.
    writeFileSync(join(folder(engine), 'package.json'), '{ "main": "dist/main.cjs" }\n');
    symlinkSync(join(root, 'resources'), join(folder(engine), 'resources'));
  }
}
