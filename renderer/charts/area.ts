/**
 * An SVG path that fills what lies under the values: one unit of width each, oldest first, in a box as high as `height`
 * where `max` reaches the top. Values beyond it are cut off; without values it is empty.
 */
export function areaPath(values: readonly number[], max: number, height: number): string {
  if (values.length === 0) return '';
  const y = (value: number) =>
    round(height - (Math.min(Math.max(value, 0), max) / Math.max(max, 1)) * height);
  const points = values.map((value, index) => `L${index} ${y(value)}`);
  return `M0 ${height}${points.join('')}L${values.length - 1} ${height}Z`;
}

/** A tenth of a unit is finer than any screen shows. */
const round = (value: number): number => Math.round(value * 10) / 10;
