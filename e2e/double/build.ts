import { cpSync, existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build as esbuild } from 'esbuild';
import { build as vite } from 'vite';

const root = join(import.meta.dirname, '..', '..');
const double = (name: string) => join(root, 'e2e', 'double', name);

/** Where the double's program lies, laid out as the real one is. */
export const programFolder = join(root, '.cache', 'e2e', 'electron');
export type EngineKind = 'real' | 'scripted';

/** The real main and preload with the double in Electron's place, the real screens, and the engine that was asked for. */
export async function buildDouble(engine: EngineKind): Promise<string> {
  const folder = join(programFolder, engine);
  const dist = join(folder, 'dist');
  rmSync(dist, { recursive: true, force: true });
  mkdirSync(dist, { recursive: true });
  // A clone is started by its folder; so is what watches over the computer's settings.
  writeFileSync(join(folder, 'package.json'), '{ "main": "dist/main.cjs" }\n');
  if (!existsSync(join(folder, 'resources'))) symlinkSync(join(root, 'resources'), join(folder, 'resources'));
  const common = {
    bundle: true,
    target: 'node20.19',
    // As in a package.
    minify: true,
    keepNames: true,
    logLevel: 'warning',
    define: { FOOTBRIDGE_VERSION: '"0.1.0"' },
  } as const;
  /** A native part that ssh2 does without. */
  const external = ['cpu-features'];
  const node = { ...common, ...({ platform: 'node', format: 'cjs' } as const), external };
  const engineEntry =
    engine === 'real' ? join(root, 'electron', 'engine-process.ts') : double('scripted-engine.ts');
  await Promise.all([
    esbuild({
      ...node,
      entryPoints: [join(root, 'electron', 'main.ts')],
      outfile: join(dist, 'main.cjs'),
      alias: { electron: double('main-half.ts') },
      external: ['playwright', ...external],
    }),
    esbuild({
      ...common,
      format: 'iife',
      platform: 'browser',
      entryPoints: [join(root, 'electron', 'preload.ts')],
      outfile: join(dist, 'preload.cjs'),
      alias: { electron: double('preload-half.ts') },
    }),
    esbuild({ ...node, entryPoints: [engineEntry], outfile: join(dist, 'engine.cjs') }),
    esbuild({
      ...node,
      entryPoints: [join(root, 'electron', 'guard.ts')],
      outfile: join(dist, 'guard.cjs'),
    }),
    esbuild({ ...node, entryPoints: [double('parent-port.ts')], outfile: join(dist, 'parent-port.cjs') }),
  ]);
  cpSync(await screens(), join(dist, 'renderer'), { recursive: true });
  return join(dist, 'main.cjs');
}

let built: Promise<string> | undefined;

/** The screens, built once for all. */
function screens(): Promise<string> {
  const outDir = join(programFolder, 'renderer');
  built ??= vite({
    configFile: join(root, 'renderer', 'vite.config.ts'),
    logLevel: 'warn',
    build: { outDir },
  }).then(() => outDir);
  return built;
}
