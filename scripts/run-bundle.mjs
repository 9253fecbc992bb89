// Bundles programs of the project into .cache and runs one of them, signals and exit code passed through.
import { join } from 'node:path';
import { run } from './child.mjs';
import { root, setUp } from './setup.mjs';

/**
 * Ends this process with the program's exit code, or with 1 and a sentence when it could not be run.
 * `entryPoints`: output name → source file, below the project; `prepare` runs after the set-up.
 */
export async function runBundle({ folder, entryPoints, main, options, prepare = async () => {} }) {
  try {
    setUp();
    await prepare();
    const { build } = await import('esbuild');
    const outdir = join(root, '.cache', folder);
    await build({
      entryPoints: Object.fromEntries(
        Object.entries(entryPoints).map(([name, file]) => [name, join(root, ...file.split('/'))]),
      ),
      outdir,
      outExtension: { '.js': '.mjs' },
      bundle: true,
      platform: 'node',
      target: 'node20.19',
      format: 'esm',
      packages: 'external',
      logLevel: 'warning',
    });
    const words = [join(outdir, `${main}.mjs`), ...options];
    process.exitCode = (await run(process.execPath, words, { FOOTBRIDGE_ROOT: root })).code;
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}
