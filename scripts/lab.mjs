// `npm run lab`: installs what the lab needs where that is possible, bundles the lab, builds the command line unless FOOTBRIDGE_BIN names one, and runs it.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { build } from './build.mjs';
import { installTestPackages, root, setUp } from './setup.mjs';

try {
  setUp();
  if (process.env.FOOTBRIDGE_BIN === undefined) await build();
  installTestPackages();
  const { build: esbuild } = await import('esbuild');
  const bundle = join(root, '.cache', 'lab', 'main.mjs');
  await esbuild({
    entryPoints: [join(root, 'lab', 'main.ts')],
    outfile: bundle,
    bundle: true,
    platform: 'node',
    target: 'node20.19',
    format: 'esm',
    packages: 'external',
    logLevel: 'warning',
  });
  const child = spawn(process.execPath, [bundle, ...process.argv.slice(2)], {
    stdio: 'inherit',
    env: { ...process.env, FOOTBRIDGE_ROOT: root },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code) => process.exit(code ?? 1));
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}
