import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import release from './node-release.json' with { type: 'json' };
import { readFromTarGz } from './tar.ts';
import { type Target, targetName } from './targets.ts';

/** What a portable folder takes of Node. */
export interface NodeFiles {
  /** The program, its signature untouched. */
  readonly program: Buffer;
  readonly license: Buffer;
}

/**
 * Takes Node out of the npm packages in `folder` that carry its binaries. The licence comes from one of them: not all have it,
 * and it is the same for all systems. Throws where a package is not to the byte the one that node-release.json knows.
 */
export function readNode(target: Target, folder: string): NodeFiles {
  const name = target.system === 'windows' ? 'node.exe' : 'node';
  const program = readFromTarGz(verified(targetName(target), folder), `package/bin/${name}`);
  const license = readFromTarGz(verified(release.license, folder), 'package/LICENSE');
  if (program === null || license === null)
    throw new Error(`no Node, or no licence, for ${targetName(target)}`);
  return { program, license };
}

function verified(target: string, folder: string): Buffer {
  const [, known] = Object.entries(release.packages).find(([name]) => name === target) ?? [];
  if (known === undefined) throw new Error(`node-release.json knows no package for ${target}`);
  const file = `${known.name}-${release.version}.tgz`;
  const archive = readFileSync(join(folder, file));
  // As lock files write it.
  const integrity = `sha512-${createHash('sha512').update(archive).digest('base64')}`;
  if (integrity !== known.integrity) throw new Error(`${file} is not the one that is known: ${integrity}`);
  return archive;
}
