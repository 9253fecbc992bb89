import type { MessengerState } from '../../../core/contract.ts';
import { classes } from '../../components/classes.ts';
import toneStyle from '../../components/tone.module.css';
import { ToneShape } from '../../components/tone-shape.tsx';
import { useT } from '../../i18n/context.ts';
import { STANDING_TONES, standingOf } from '../../words/standing.ts';
import style from './parts.module.css';

/** Messages, pictures and calls, told apart. */
export function Parts({ messenger }: { readonly messenger: MessengerState }) {
  const t = useT();
  return (
    <ul className={style.parts}>
      {messenger.purposes.map((purpose) => {
        const standing = standingOf(purpose);
        const tone = STANDING_TONES[standing];
        return (
          <li key={purpose.purpose} className={classes(style.part, toneStyle[tone])}>
            <ToneShape tone={tone} />
            <span>
              <span className={style.name}>{t(`home.part-${purpose.purpose}`)}</span>{' '}
              <span className={style.standing}>{t(`home.part-${standing}`)}</span>
            </span>
          </li>
        );
      })}
    </ul>
  );
}
