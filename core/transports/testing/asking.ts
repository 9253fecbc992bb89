import { test } from 'vitest';

declare module 'vitest' {
  interface TaskMeta {
    /** A transport and what is asked of it, for the proof's table. */
    asked?: readonly [way: string, what: string];
    megabytesPerSecond?: number;
  }
}

/** Makes tests of one transport, of one thing each, which the proof's table has a column for. What `run` returns is its rate, in MB/s. */
export const askingOf = (way: string) => (what: string, title: string, run: () => Promise<unknown>) =>
  test(title, async ({ task }) => {
    task.meta.asked = [way, what];
    const rate = await run();
    if (typeof rate === 'number') task.meta.megabytesPerSecond = rate;
  });
