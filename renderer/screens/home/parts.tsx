import type { MessengerState } from '../../../core/contract.ts';
import { classes } from '../../components/classes.ts';
import toneStyle from '../../components/tone.module.css';
import { ToneShape } from '../../components/tone-shape.tsx';
import { useT } from '../../i18n/context.ts';
import { partsOf, STANDING_TONES } from '../../words/standing.ts';
import style from './parts.module.css';

/** Messages, pictures and calls, told apart. */
export function Parts({ messenger }: { readonly messenger: MessengerState }) {
  const t = useT();
  return (
    <ul className={style.parts}>
      {partsOf(messenger).map(({ purpose, standing }) => {
        const tone = STANDING_TONES[standing];
        return (
          <li key={purpose} className={classes(style.part, toneStyle[tone])}>
            <ToneShape tone={tone} />
            <span>{t(`home.part-${purpose}`, { standing })}</span>
          </li>
        );
      })}
    </ul>
  );
}
