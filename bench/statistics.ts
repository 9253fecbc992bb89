/** The value below which a share `q` of the values lies, between two of them by interpolation; null for none. */
export function quantile(values: readonly number[], q: number): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const place = q * (sorted.length - 1);
  const [low, high] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  return low === undefined || high === undefined ? null : low + (high - low) * (place - Math.floor(place));
}

/** The middle one; the mean of the middle two; null for none. */
export const median = (values: readonly number[]): number | null => quantile(values, 0.5);
