import type { PictureSize } from './picture-size.ts';

/** Longest edge of a searched picture in pixels; milliseconds between two of them, and for the whole. */
export const SCAN_LIMITS = { edge: 800, pause: 125, longest: 120_000 } as const;

/** The size at which a camera's picture is searched for a code: never larger than it is, nor than the limit. */
export function scanSize({ width, height }: PictureSize): PictureSize {
  const factor = Math.min(1, SCAN_LIMITS.edge / Math.max(width, height, 1));
  return { width: Math.round(width * factor), height: Math.round(height * factor) };
}

/**
 * Milliseconds to rest after a picture that took `took` to search: at most eight are searched in a second, and a slow
 * computer has half of its time for the rest of the page.
 */
export function scanRest(took: number): number {
  return Math.max(SCAN_LIMITS.pause - took, took, 0);
}
