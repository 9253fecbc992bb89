import { classes } from '../../components/classes.ts';
import style from './messenger-sign.module.css';

/** Hues of the signs, so that each messenger is found by its colour too; strangers share one. */
const HUES: ReadonlySet<string> = new Set(['whatsapp', 'telegram', 'signal', 'messenger', 'discord']);

interface MessengerSignProps {
  readonly id: string;
  readonly name: string;
}

/** A messenger's first letter on its colour: no logo of somebody else's. */
export function MessengerSign({ id, name }: MessengerSignProps) {
  return (
    <span className={classes(style.sign, style[HUES.has(id) ? id : 'other'])} aria-hidden="true">
      {[...name][0]}
    </span>
  );
}
