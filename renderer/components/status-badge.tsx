import type { ReactNode } from 'react';
import { classes } from './classes.ts';
import style from './status-badge.module.css';
import toneStyle from './tone.module.css';
import type { Tone } from './tone.ts';
import { ToneShape } from './tone-shape.tsx';

interface StatusBadgeProps {
  readonly tone: Tone;
  readonly children: ReactNode;
}

/** How something stands: colour, shape and words at once. */
export function StatusBadge({ tone, children }: StatusBadgeProps) {
  return (
    <span className={classes(style.badge, toneStyle[tone])}>
      <ToneShape tone={tone} />
      <span>{children}</span>
    </span>
  );
}
