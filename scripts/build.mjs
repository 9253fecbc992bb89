// Bundles the command line into one file; a tenth of a second, so it is simply done each time.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root, setUp } from './setup.mjs';

export const bundle = join(root, 'dist', 'footbridge.cjs');

/** Bundles cli/main.ts for plain Node, with the version of package.json inside. */
export async function build() {
  const { build: esbuild } = await import('esbuild');
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  await esbuild({
    entryPoints: [join(root, 'cli', 'main.ts')],
    outfile: bundle,
    bundle: true,
    platform: 'node',
    target: 'node20.19',
    format: 'cjs',
    define: { FOOTBRIDGE_VERSION: JSON.stringify(version) },
    logLevel: 'warning',
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  setUp();
  await build();
}
