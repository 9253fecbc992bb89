import type { MessengerState } from '../../../core/contract.ts';
import { classes } from '../../components/classes.ts';
import style from './messenger-sign.module.css';

/** A messenger's first letter on its colour: no logo of somebody else's. */
export function MessengerSign({ name, colour }: Pick<MessengerState, 'name' | 'colour'>) {
  return (
    <span className={classes(style.sign, style[colour])} aria-hidden="true">
      {[...name][0]}
    </span>
  );
}
