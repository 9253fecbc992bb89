import type { Doing, MessengerState } from '../../../core/contract.ts';
import { classes } from '../../components/classes.ts';
import toneStyle from '../../components/tone.module.css';
import type { Tone } from '../../components/tone.ts';
import { ToneShape } from '../../components/tone-shape.tsx';
import { useT } from '../../i18n/context.ts';
import { doingSentence } from '../../words/doing.ts';
import style from './doing-list.module.css';

/** As many as are read at a glance. */
const SHOWN = 5;

/** A beginning is under way until something came of it. */
function toneOf(step: Doing, steps: readonly Doing[]): Tone {
  if (step.operation !== 'start') return step.failure === null ? 'works' : 'partly';
  const wasFollowed = steps.some(
    ({ id, messenger, purpose }) => id > step.id && messenger === step.messenger && purpose === step.purpose,
  );
  return wasFollowed ? 'rest' : 'busy';
}

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
          const tone = toneOf(step, steps);
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
