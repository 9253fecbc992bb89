import style from './progress.module.css';

interface ProgressProps {
  /** What makes progress, for those who do not see it. */
  readonly label: string;
  readonly value: number;
  readonly max: number;
}

/** How much is done, of how much. */
export function Progress({ label, value, max }: ProgressProps) {
  return <progress className={style.progress} aria-label={label} value={value} max={Math.max(max, 1)} />;
}
