/** Bounds of a gap, in milliseconds: below, segments merge again; above, only the person waits. */
const SHORTEST_GAP = 5;
const LONGEST_GAP = 25;

/**
 * Milliseconds to wait between two segments: a quarter of the round trip, 5–25; 25 where it is not known. Ten pieces
 * leave one by one even without a wait, while the first window lasts; what is on the way may still merge them. At a
 * round trip of 80 ms, a wait of 5 ms kept 36 of 40 pieces apart and 25 ms kept all.
 */
export function chooseGap(roundTripMs: number | undefined): number {
  if (roundTripMs === undefined || !(roundTripMs >= 0)) return LONGEST_GAP;
  return Math.min(LONGEST_GAP, Math.max(SHORTEST_GAP, Math.round(roundTripMs / 4)));
}
