import { join } from 'node:path';
import { build } from 'esbuild';

/** Bundles one of the lab's own programs for Node; returns the file. */
export async function bundleProgram(root: string, entry: string, outfile: string): Promise<string> {
  await build({
    entryPoints: [join(root, entry)],
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    outfile,
    logLevel: 'silent',
  });
  return outfile;
}
