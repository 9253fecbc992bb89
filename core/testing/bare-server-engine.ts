import { onTestFinished } from 'vitest';
import type { EngineServer } from '../model/engine-server.ts';
import type { EngineId } from '../model/sidecar.ts';
import { systemClock, systemRandom } from '../net/system-clock.ts';
import { createEngineLog } from '../sidecars/log.ts';
import { startServerEngine } from '../sidecars/server.ts';
import { createBareStart } from './bare-engine.ts';
import { engineOf } from './bare-sidecars.ts';
import { findProgram } from './daemon.ts';

/** An engine for one server, started as it would be, but without a keeper; it ends with the test. Rejects as `startServerEngine` does. */
export async function startBareServerEngine(
  id: EngineId,
  server: EngineServer,
  roots: readonly string[] = [],
) {
  const { start, pid } = createBareStart();
  const log = createEngineLog([]);
  const run = await startServerEngine(
    {
      ...{ engine: engineOf(id), path: findProgram(id) ?? '', server, env: {}, roots, log, start },
      ...{ clock: systemClock, random: systemRandom },
    },
    new AbortController().signal,
  );
  onTestFinished(run.end);
  return { run, log, pid: pid() };
}
