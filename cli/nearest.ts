/** Words that differ by more than this are others, not slips. */
const MAX_SLIPS = 2;

/** The known word that was probably meant, by the fewest letters added, left out, changed or swapped. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  if (word.length > 32) return undefined;
  const lower = word.toLowerCase();
  const [best] = known
    .map((candidate) => ({ candidate, slips: slips(lower, candidate) }))
    .filter(({ slips, candidate }) => slips <= MAX_SLIPS && slips < candidate.length / 2)
    .sort((a, b) => a.slips - b.slips);
  return best?.candidate;
}

/** Optimal string alignment distance (Damerau–Levenshtein with each letter touched once). */
function slips(a: string, b: string): number {
  const rows: number[][] = [];
  const at = (i: number, j: number) => rows[i]?.[j] ?? 0;
  for (let i = 0; i <= a.length; i++) {
    const row: number[] = [];
    rows.push(row);
    for (let j = 0; j <= b.length; j++) {
      if (i === 0 || j === 0) {
        row.push(i + j);
        continue;
      }
      const changed = a[i - 1] === b[j - 1] ? 0 : 1;
      let least = Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + changed);
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (isSwap) least = Math.min(least, at(i - 2, j - 2) + 1);
      row.push(least);
    }
  }
  return at(a.length, b.length);
}
