const WINDOW_MS = 60_000;
const MOST = 3;

/** Says whether something that just failed may be tried once more: three times a minute, no more. */
export function createCrashLimit(now: () => number): () => boolean {
  let times: number[] = [];
  return () => {
    const time = now();
    times = times.filter((at) => time - at < WINDOW_MS);
    times.push(time);
    return times.length <= MOST;
  };
}
