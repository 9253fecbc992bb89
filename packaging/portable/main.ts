// Makes the portable folders' archives. Prints each with its size and SHA-256.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import * as v from 'valibot';
import { contents } from './contents.ts';
import { readNode } from './node-package.ts';
import { thirdPartyNotices } from './notices.ts';
import { tarGz } from './tar.ts';
import { folderName, readTargets } from './targets.ts';
import { zip } from './zip.ts';

const root = resolve(process.env.FOOTBRIDGE_ROOT ?? '.');
const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    out: { type: 'string', default: join(root, 'release', 'portable') },
  },
});
const text = readFileSync(join(root, 'package.json'), 'utf8');
const { version } = v.parse(v.object({ version: v.string() }), JSON.parse(text));
const notices = await thirdPartyNotices(root);

mkdirSync(values.out, { recursive: true });
const sums: string[] = [];
for (const target of readTargets(values.only)) {
  const node = readNode(target, join(root, '.cache', 'node-packages'));
  const entries = contents({ root, version, notices }, target, node);
  const [archive, ending] = target.system === 'windows' ? [zip(entries), 'zip'] : [tarGz(entries), 'tar.gz'];
  const name = `${folderName(version, target)}.${ending}`;
  writeFileSync(join(values.out, name), archive);
  const ours = entries.filter(({ path }) => !/\/node(?:\.exe)?$/.test(path));
  const bytes = ours.reduce((sum, { content }) => sum + content.length, 0);
  const mebi = (count: number) => (count / 1024 / 1024).toFixed(1);
  sums.push(`${createHash('sha256').update(archive).digest('hex')}  ${name}\n`);
  process.stdout.write(
    `${sums.at(-1)}  ${mebi(archive.length)} MiB packed; without Node ${mebi(bytes)} MiB in ${ours.length} files\n`,
  );
}
writeFileSync(join(values.out, 'SHA256SUMS'), sums.join(''));
