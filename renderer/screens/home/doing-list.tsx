import type { Doing, MessengerState } from '../../../core/contract.ts';
import { classes } from '../../components/classes.ts';
import toneStyle from '../../components/tone.module.css';
import { ToneShape } from '../../components/tone-shape.tsx';
import { useT } from '../../i18n/context.ts';
import { doingSentence } from '../../words/doing.ts';
import style from './doing-list.module.css';

/** As many as are read at a glance. */
const SHOWN = 5;

const toneOf = ({ operation, failure }: Doing) => {
  if (operation === 'start') return 'busy' as const;
  return failure === null ? ('works' as const) : ('partly' as const);
};

interface DoingListProps {
  /** Newest last. */
  readonly steps: readonly Doing[];
  readonly messengers: readonly MessengerState[];
}

/** What is being done, as it is done. Not read out: the results are. */
export function DoingList({ steps, messengers }: DoingListProps) {
  const t = useT();
  const nameOf = (id: string) => messengers.find((messenger) => messenger.id === id)?.name ?? id;
  return (
    <section className={style.doing} aria-label={t('home.doing')}>
      <h2>{t('home.doing')}</h2>
      <ol className={style.list}>
        {steps.slice(-SHOWN).map((step) => {
          const tone = toneOf(step);
          return (
            <li key={step.id} className={classes(style.step, toneStyle[tone])}>
              <ToneShape tone={tone} />
              <span>{doingSentence(t, step, nameOf(step.messenger))}</span>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
