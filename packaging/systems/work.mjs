import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { root } from '../../scripts/setup.mjs';
import { electronVersion, pack } from '../builder.mjs';
import { makeTools } from '../tools.mjs';

/** A folder to work in, with tools and the yml; `fast`: packages need not be small. */
export function openWork(report, { fast }) {
  const folder = mkdtempSync(join(tmpdir(), 'footbridge-pack-'));
  const tools = { ...makeTools(join(folder, 'tools')), ...(fast ? { FOOTBRIDGE_FAST_DEB: '1' } : {}) };
  return {
    report,
    config: load(readFileSync(join(root, 'electron-builder.yml'), 'utf8')),
    /** Every app.asar that was made. */
    archives: [],
    /** An empty folder of ours. */
    room(name) {
      const path = join(folder, name);
      mkdirSync(path, { recursive: true });
      return path;
    },
    /** Makes packages with a stand-in for Electron; the folder they are in, or null where that went wrong. */
    async make(system, makeElectron, words) {
      const electron = this.room(join(system, 'electron'));
      const output = join(folder, system, 'out');
      makeElectron(electron, electronVersion());
      let made = null;
      await report.expect(`${system}: electron-builder ${words.join(' ')}`, () => {
        pack({ words, electron, output, tools });
        made = output;
        return [];
      });
      return made;
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** The one file of a folder that ends so. */
export function only(folder, ending) {
  const found = readdirSync(folder).filter((name) => name.endsWith(ending));
  if (found.length !== 1) throw new Error(`${found.length} files end in ${ending}`);
  return join(folder, found[0]);
}
