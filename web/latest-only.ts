/** Hands values on one after the other; what came meanwhile but the newest is left out. */
export function latestOnly<T>(give: (value: T) => Promise<void>): (value: T) => void {
  let isBusy = false;
  let next: { readonly value: T } | null = null;
  const run = async (value: T): Promise<void> => {
    isBusy = true;
    await give(value);
    isBusy = false;
    const waiting = next;
    next = null;
    if (waiting !== null) void run(waiting.value);
  };
  return (value) => {
    if (isBusy) next = { value };
    else void run(value);
  };
}
