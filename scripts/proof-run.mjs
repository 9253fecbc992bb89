// `npm run proof:NAME [-- options]`: bundles one proof of bench/ and the door it may open, and runs it.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { root, setUp } from './setup.mjs';

const [name, ...options] = process.argv.slice(2);

try {
  setUp();
  const { build } = await import('esbuild');
  const folder = join(root, '.cache', 'bench');
  await build({
    entryPoints: {
      [name]: join(root, 'bench', name, 'main.ts'),
      door: join(root, 'scripts', 'proof-door.ts'),
    },
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    target: 'node20.19',
    format: 'esm',
    packages: 'external',
    logLevel: 'warning',
  });
  const child = spawn(process.execPath, [join(folder, `${name}.mjs`), ...options], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, FOOTBRIDGE_ROOT: root },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code) => process.exit(code ?? 1));
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}
