import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import * as v from 'valibot';

/** What the bundles of a portable folder start from. */
const ENTRIES = ['cli/main.ts', 'web/main.ts', 'web/engine-process.ts', 'renderer/main.ts'];
/** Licences that ask for nothing but their own text. */
const PERMISSIVE = new Set(['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT', 'Unlicense']);
const LICENCE_FILE = /^(?:licen[cs]e|copying|notice)(?:[.-][\w.-]+)?$/i;

const PackageSchema = v.object({
  name: v.string(),
  version: v.string(),
  license: v.optional(v.string()),
  // How packages said it before 2014.
  licenses: v.optional(v.array(v.object({ type: v.string() })), []),
});
const MetafileSchema = v.object({ inputs: v.record(v.string(), v.unknown()) });

/**
 * The licences of all packages that are in our bundles, one after the other. Throws where one has no licence text, or a
 * licence that asks for more than its text.
 */
export async function thirdPartyNotices(root: string): Promise<string> {
  const parts = (await bundledPackages(root)).map((folder) => notice(root, folder));
  return `Footbridge holds parts of these works, each under the licence that stands with it.\n${parts.join('')}`;
}

/** Folders below `root`, sorted. */
async function bundledPackages(root: string): Promise<readonly string[]> {
  const { metafile } = await build({
    entryPoints: ENTRIES.map((file) => join(root, file)),
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    target: 'node20.19',
    format: 'esm',
    write: false,
    metafile: true,
    outdir: 'out',
    loader: { '.css': 'empty', '.node': 'empty', '.svg': 'empty', '.png': 'empty', '.woff2': 'empty' },
    external: ['cpu-features', '*.node'],
    logLevel: 'error',
  });
  const { inputs } = v.parse(MetafileSchema, metafile);
  const folders = Object.keys(inputs).flatMap((path) => {
    const [folder] = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path) ?? [];
    return folder ?? [];
  });
  return [...new Set(folders)].sort();
}

function notice(root: string, folder: string): string {
  const file = (name: string) => readFileSync(join(root, folder, name), 'utf8');
  const { name, version, licenses, ...own } = v.parse(PackageSchema, JSON.parse(file('package.json')));
  const license = own.license ?? licenses[0]?.type ?? 'no licence';
  if (!PERMISSIVE.has(license)) throw new Error(`${name} is under ${license}: may it be passed on so?`);
  const texts = readdirSync(join(root, folder))
    .filter((each) => LICENCE_FILE.test(each))
    .sort()
    .map((each) => file(each).replaceAll('\r\n', '\n').trim());
  if (texts.length === 0) throw new Error(`${name} comes without the text of its licence`);
  return `\n${'-'.repeat(80)}\n${name} ${version} (${license})\n\n${texts.join('\n\n')}\n`;
}
