import type { ComponentProps } from 'react';
import style from './card.module.css';
import { classes } from './classes.ts';

/** A sheet of paper that holds things that belong together. */
export function Card({ className, ...rest }: ComponentProps<'section'>) {
  return <section {...rest} className={classes(style.card, className)} />;
}
