import type { Clock } from '../../model/time.ts';

/** Between two pushes, where nothing is urgent. Milliseconds. */
const GAP_MS = 100;

export interface Pusher {
  /** Something changed; `isUrgent` pushes without waiting. */
  changed(isUrgent: boolean): void;
  /** Pushes what still waits, and nothing from then on. */
  close(): void;
}

/** Pushes at once, then at most ten times a second; what came last is never withheld for longer than 0.1 s. */
export function createPusher(clock: Clock, push: () => void): Pusher {
  const closed = new AbortController();
  let pushedAt = Number.NEGATIVE_INFINITY;
  let isWaiting = false;

  function pushNow(): void {
    isWaiting = false;
    pushedAt = clock.monotonic();
    push();
  }

  return {
    changed(isUrgent) {
      if (closed.signal.aborted) return;
      const wait = pushedAt + GAP_MS - clock.monotonic();
      if (isUrgent || wait <= 0) {
        pushNow();
      } else if (!isWaiting) {
        isWaiting = true;
        clock.sleep(wait, closed.signal).then(
          () => {
            if (isWaiting) pushNow();
          },
          () => undefined,
        );
      }
    },
    close() {
      if (isWaiting) pushNow();
      closed.abort();
    },
  };
}
