import type { SidecarDoor } from '../model/sidecar.ts';
import type { Clock } from '../model/time.ts';
import { abandonable } from '../net/abort.ts';

/** Milliseconds before an engine that ended or did not start is started again; twice that each time, up to the second. */
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 60_000;
/** Milliseconds after which an engine that ran is taken to have run well. */
const WELL_MS = 60_000;
/** Starts in a row that may fail before nothing is tried any more until somebody asks. */
const MOST_STARTS = 6;

/** An engine that was started. */
export interface EngineRun {
  readonly door: SidecarDoor;
  /** Resolves once it can carry something; rejects with NetError where it never will. */
  readonly ready: Promise<void>;
  /** Resolves when it has ended, asked or not; never rejects. */
  readonly ended: Promise<void>;
  end(): Promise<void>;
}

/** One engine that is kept running from when it is first needed. */
export interface Runner {
  /** Its door, once it can carry something. Rejects as the start did, or with the signal's reason. */
  open(signal: AbortSignal): Promise<SidecarDoor>;
  /** Ends it for good; resolves when it has ended. Never rejects. */
  close(): Promise<void>;
}

/** Starts by `begin`, and again with growing pauses when the engine ends unasked. */
export function createRunner(begin: (signal: AbortSignal) => Promise<EngineRun>, clock: Clock): Runner {
  const closing = new AbortController();
  let current: Promise<EngineRun> | null = null;
  let failures = 0;
  let lastError: unknown = null;
  let notBefore = 0;

  function start(): Promise<EngineRun> {
    const startedAt = clock.monotonic();
    const run = (async () => {
      const pause = notBefore - startedAt;
      if (pause > 0) await clock.sleep(pause, closing.signal);
      closing.signal.throwIfAborted();
      return begin(closing.signal);
    })();
    current = run;
    watch(run, startedAt).catch(() => undefined);
    return run;
  }

  async function watch(run: Promise<EngineRun>, startedAt: number): Promise<void> {
    let hasStarted = false;
    try {
      const { ready, ended, end } = await run;
      try {
        await ready;
        hasStarted = true;
      } catch (error) {
        await end();
        throw error;
      }
      await ended;
    } catch (error) {
      lastError = error;
    }
    if (closing.signal.aborted) return;
    const ranWell = hasStarted && clock.monotonic() - startedAt > WELL_MS;
    failures = ranWell ? 1 : failures + 1;
    notBefore = clock.monotonic() + Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (failures - 1));
    current = null;
    if (hasStarted) lastError = null;
    if (hasStarted && failures < MOST_STARTS) void start();
  }

  return {
    async open(signal) {
      signal.throwIfAborted();
      closing.signal.throwIfAborted();
      if (current === null && lastError !== null && clock.monotonic() < notBefore) throw lastError;
      const run = current ?? start();
      return abandonable(
        run.then(({ ready, door }) => ready.then(() => door)),
        signal,
      );
    },
    async close() {
      closing.abort(new Error('closed'));
      const run = await current?.catch(() => null);
      await run?.end();
      await run?.ended;
    },
  };
}
