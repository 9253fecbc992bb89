import { areaPath } from './area.ts';
import style from './traffic-plot.module.css';

interface TrafficPlotProps {
  /** Says what the plot shows, for those who do not see it. */
  readonly label: string;
  /** Amounts, the oldest first. */
  readonly down: readonly number[];
  readonly up: readonly number[];
  /** The amount that reaches the top. */
  readonly max: number;
}

const HEIGHT = 48;

/** What came in as an area upwards and what went out as one downwards, over time; the newest at the end of the line. */
export function TrafficPlot({ label, down, up, max }: TrafficPlotProps) {
  const width = Math.max(down.length - 1, 1);
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${width} ${2 * HEIGHT}`}
      preserveAspectRatio="none"
      className={style.plot}
    >
      <path d={areaPath(down, max, HEIGHT)} className={style.down} />
      <g transform={`matrix(1 0 0 -1 0 ${2 * HEIGHT})`}>
        <path d={areaPath(up, max, HEIGHT)} className={style.up} />
      </g>
      <path d={`M0 ${HEIGHT}H${width}`} className={style.ground} />
    </svg>
  );
}
