import { type ReactNode, useId } from 'react';
import { classes } from '../../components/classes.ts';
import style from './what-now.module.css';

interface PathCardProps {
  readonly title: ReactNode;
  readonly children: ReactNode;
  readonly isDone?: boolean;
}

/** One station of the last stretch; the list counts them. */
export function PathCard({ title, children, isDone = false }: PathCardProps) {
  const id = useId();
  return (
    <li className={classes(style.station, isDone && style.done)} aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </li>
  );
}
