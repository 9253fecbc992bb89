import { lstatSync, readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Everything in a folder, links not followed: of what kind it is and who may use it, of files also how large they are and when they
 * were written. When a folder was last touched is left out: something that came and went touches it.
 */
export function footprints(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      const { mode, size, mtimeMs } = lstatSync(path);
      const kind = `${path} ${mode.toString(8)}`;
      if (entry.isSymbolicLink()) return `${kind} -> ${readlinkSync(path)}`;
      return entry.isFile() ? `${kind} ${size} ${mtimeMs}` : kind;
    })
    .sort();
}
