import type { StreamItem } from '../../contract.ts';
import type { Clock } from '../../model/time.ts';
import type { Stream } from './stream.ts';

const SECOND_MS = 1_000;

export interface TrafficMeter {
  /** Bytes that just passed. */
  passed(messenger: string, up: number, down: number): void;
  close(): void;
}

/**
 * Sums up each second's bytes by messenger, for a stream that somebody watches: where nobody does, or nothing passes, no
 * timer runs. A second of silence after bytes is told once, so that a plot falls to zero.
 */
export function createTrafficMeter(clock: Clock, stream: Stream<StreamItem<'traffic'>>): TrafficMeter {
  const closed = new AbortController();
  let sums = new Map<string, { up: number; down: number }>();
  let before: ReadonlySet<string> = new Set();
  let isRunning = false;

  function tell(): boolean {
    const told = sums;
    sums = new Map();
    const at = Math.max(0, clock.now());
    for (const [messenger, { up, down }] of told) stream.push({ at, messenger, up, down });
    for (const messenger of before) {
      if (!told.has(messenger)) stream.push({ at, messenger, up: 0, down: 0 });
    }
    before = new Set(told.keys());
    return told.size > 0;
  }

  async function run(): Promise<void> {
    isRunning = true;
    try {
      do await clock.sleep(SECOND_MS, closed.signal);
      while (tell() && stream.isWatched());
    } finally {
      isRunning = false;
    }
  }

  return {
    passed(messenger, up, down) {
      if (!stream.isWatched()) return;
      const sum = sums.get(messenger);
      if (sum === undefined) sums.set(messenger, { up, down });
      else {
        sum.up += up;
        sum.down += down;
      }
      // Ends only by being closed.
      if (!isRunning) run().catch(() => undefined);
    },
    close: () => closed.abort(),
  };
}
