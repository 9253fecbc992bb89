import { copyFileSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { PROGRAMS } from './programs.ts';

const Manifest = v.looseObject({ engines: v.array(v.looseObject({ commands: v.array(v.string()) })) });

export interface OverlayOptions {
  /** The product's data. */
  readonly resources: string;
  /** Where overlays are kept, one for each set of programs. */
  readonly folder: string;
  /** The certificate that stands in for Signal's own root. */
  readonly signalRoot: string;
}

/**
 * A folder that the product's data is overlaid with: what the lab cannot have the real one of, and of programs of others those
 * alone that the lab brings or the scenario needs, whatever else this computer has. Several lanes may write it at once.
 */
export function writeOverlay(
  { resources, folder, signalRoot }: OverlayOptions,
  programs: readonly string[],
): string {
  const overlay = join(folder, ['overlay', ...programs].join('-'));
  mkdirSync(overlay, { recursive: true });
  const replace = (name: string, write: (file: string) => void) => {
    const fresh = join(overlay, `${name}.${process.pid}`);
    write(fresh);
    renameSync(fresh, join(overlay, name));
  };
  const manifest = v.parse(Manifest, JSON.parse(readFileSync(join(resources, 'sidecars.json'), 'utf8')));
  const allowed = new Set([...PROGRAMS, ...programs]);
  const engines = manifest.engines.filter(({ commands }) => commands.some((name) => allowed.has(name)));
  replace('signal-root.pem', (file) => copyFileSync(signalRoot, file));
  replace('sidecars.json', (file) => writeFileSync(file, JSON.stringify({ ...manifest, engines })));
  return overlay;
}
