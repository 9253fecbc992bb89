import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { refusedPort } from './ports.ts';

/** Settles on which port an engine with this home opens its local proxy: one that nobody takes while the engine is away. */
export async function givePort(home: string): Promise<number> {
  const { port } = await refusedPort();
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, 'settings.json'), JSON.stringify({ version: 1, onlyThrough: [], port }));
  return port;
}
