/** Round marks 0, step, 2·step … that fit into `span` (any unit), at most `most` of them beside 0; [0] for an empty span. */
export function ticks(span: number, most = 4): readonly number[] {
  if (!(span > 0) || !Number.isFinite(span)) return [0];
  const rough = span / most;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5].find((factor) => power * factor >= rough) ?? 10);
  return Array.from({ length: Math.floor(span / step) + 1 }, (_, index) => index * step);
}
