import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const bundles = new Map<string, Promise<string>>();

/** A file of the repository, found from wherever this code was bundled to or started in. */
export function repositoryFile(path: string): string {
  for (const start of [dirname(fileURLToPath(import.meta.url)), process.cwd()]) {
    for (let folder = start; ; folder = dirname(folder)) {
      const candidate = join(folder, path);
      if (existsSync(candidate)) return candidate;
      if (folder === dirname(folder)) break;
    }
  }
  throw new Error(`${path} is not to be found: run this inside the repository`);
}

/** A TypeScript program of the repository as one file for Node; made once per process and removed at its end. */
export function bundledProgram(entry: string): Promise<string> {
  const known = bundles.get(entry);
  if (known !== undefined) return known;
  const bundle = bundleProgram(entry);
  bundles.set(entry, bundle);
  return bundle;
}

async function bundleProgram(entry: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'footbridge-wire-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const outfile = join(folder, `${basename(entry, '.ts')}.cjs`);
  await build({
    entryPoints: [repositoryFile(entry)],
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    outfile,
    logLevel: 'silent',
  });
  return outfile;
}
