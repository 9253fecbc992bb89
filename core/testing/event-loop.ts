/** Lets the event loop go round so often: what is on its way over loopback has come by then, however slow the machine is. */
export async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setImmediate(resolve));
}

/** Waits, turn by turn of the event loop, until something is so. */
export async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await turns(1);
}
