import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { type Engine, type EngineId, SidecarsSchema } from '../model/sidecar.ts';
import { systemClock, systemRandom } from '../net/system-clock.ts';
import { createEngineFinder } from '../sidecars/find.ts';
import { createSidecars, type SidecarSession } from '../sidecars/sidecars.ts';
import { runProgram } from '../system/run.ts';
import { spawnEngine } from './bare-engine.ts';

export interface BareSidecars extends SidecarSession {
  /** Of every engine that was started, in that order. */
  readonly pids: readonly number[];
}

/** The manifest of the engines that this version knows. */
export const sidecarsManifest = v.parse(
  SidecarsSchema,
  JSON.parse(readFileSync(join(import.meta.dirname, '..', '..', 'resources', 'sidecars.json'), 'utf8')),
);

/** What the manifest says of an engine. */
export function engineOf(id: EngineId): Engine {
  const engine = sidecarsManifest.engines.find((one) => one.id === id);
  if (engine === undefined) throw new Error('not in the manifest');
  return engine;
}

/**
 * The engines installed here, or that one alone, run without keepers until they are closed. `roots`: PEMs that certificates are
 * checked against.
 */
export function openBareSidecars(roots: readonly string[], only?: EngineId): BareSidecars {
  const pids: number[] = [];
  const engines = sidecarsManifest.engines.filter(({ id }) => only === undefined || id === only);
  const manifest = { ...sidecarsManifest, engines };
  const sidecars = createSidecars({
    ...{ manifest, folder: '', env: {}, roots, clock: systemClock, random: systemRandom },
    platform: process.platform,
    finder: createEngineFinder({
      ...{ folders: [], env: process.env, platform: process.platform, run: runProgram },
    }),
    async start(order, onLine) {
      const engine = await spawnEngine(order, onLine);
      pids.push(engine.pid);
      return engine;
    },
    runningTor: async () => null,
    onTor: () => undefined,
    onTrouble: () => undefined,
  }).session();
  return { ...sidecars, pids };
}
