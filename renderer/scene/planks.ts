/** A place on the bridge's deck, in units of the drawing: degrees are those of the slope there. */
interface Place {
  readonly x: number;
  readonly y: number;
  readonly degrees: number;
}

const MIDDLE = 240;
const HALF_SPAN = 176;
const BANK_HEIGHT = 158;
const RISE = 46;
/** Planks in all, and the first and last of those that are missing while there is no way. */
const COUNT = 17;
const GAP = { first: 5, last: 11 } as const;

/** The deck at `x`: a flat arch. */
export function deckAt(x: number): Place {
  const along = (x - MIDDLE) / HALF_SPAN;
  const slope = (2 * RISE * along) / HALF_SPAN;
  return { x, y: BANK_HEIGHT - RISE * (1 - along * along), degrees: (Math.atan(slope) * 180) / Math.PI };
}

export interface Plank extends Place {
  /** Counted from the first missing one; null for those that always lie. */
  readonly missing: number | null;
}

export const PLANKS: readonly Plank[] = Array.from({ length: COUNT }, (_, place) => ({
  ...deckAt(MIDDLE - HALF_SPAN + ((place + 0.5) / COUNT) * HALF_SPAN * 2),
  missing: place >= GAP.first && place <= GAP.last ? place - GAP.first : null,
}));

/** How many missing planks lie when `part` (0 to 1) of the way is found. The last one waits for all of it. */
export function laidPlanks(part: number): number {
  const missing = GAP.last - GAP.first + 1;
  if (part >= 1) return missing;
  return Math.min(missing - 1, Math.floor(Math.max(0, part) * missing));
}

/** The arch as a path, `lift` above the deck, from one `x` to another. */
export function archPath(from: number, to: number, lift: number): string {
  const steps = 24;
  const points = Array.from({ length: steps + 1 }, (_, step) => {
    const { x, y } = deckAt(from + ((to - from) * step) / steps);
    return `${x.toFixed(1)} ${(y - lift).toFixed(1)}`;
  });
  return `M${points.join('L')}`;
}
