/** Headers remembered: the connections of a day, 48 bytes each. */
const MOST_SEEN = 4096;

/**
 * Whether a header's keys came before: who recorded a connection and plays it again has no secret. Remembers the newest few
 * thousand.
 */
export function createSeenHeaders(most = MOST_SEEN): (header: Buffer) => boolean {
  const seen = new Set<string>();
  return (header) => {
    const keys = header.toString('latin1', 8, 56);
    if (seen.has(keys)) return true;
    seen.add(keys);
    for (const oldest of seen) {
      if (seen.size <= most) break;
      seen.delete(oldest);
    }
    return false;
  };
}
