import { afterEach } from 'vitest';

interface Closable {
  close(): Promise<void>;
}

const open: Closable[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

/** Waits for what is being opened; it is closed after the test that is running. */
export async function closedAfterTest<T extends Closable>(opening: T | Promise<T>): Promise<T> {
  const opened = await opening;
  open.push(opened);
  return opened;
}
