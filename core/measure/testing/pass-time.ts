import { turns } from '../../testing/event-loop.ts';
import type { FakeClock } from '../../testing/fake-clock.ts';

/** Milliseconds of one step. */
const STEP_MS = 100;

/**
 * Lets 100 ms pass after 100 ms until `work` is over one way or the other. Before each, `send` is called and what it sent has
 * come: however slow the machine is, bytes and time keep step. What `work` comes to is for its owner to look at.
 */
export async function passTime(
  clock: FakeClock,
  work: Promise<unknown>,
  send: () => void = () => undefined,
): Promise<void> {
  let isOver = false;
  const over = () => {
    isOver = true;
  };
  work.then(over, over);
  while (!isOver) {
    send();
    await turns(20);
    await clock.advance(STEP_MS);
  }
}
