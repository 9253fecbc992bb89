import { onTestFinished } from 'vitest';

/**
 * Waits for what is being opened; it is closed after the test that is running, the latest first. Asked for test by test:
 * a hook of this module would belong to the first file alone that a worker runs.
 */
export async function closedAfterTest<T extends { close(): Promise<void> }>(
  opening: T | Promise<T>,
): Promise<T> {
  const opened = await opening;
  onTestFinished(() => opened.close());
  return opened;
}
