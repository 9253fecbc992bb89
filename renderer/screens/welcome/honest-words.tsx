import { Card } from '../../components/card.tsx';
import { classes } from '../../components/classes.ts';
import { Notice } from '../../components/notice.tsx';
import toneStyle from '../../components/tone.module.css';
import type { Tone } from '../../components/tone.ts';
import { ToneShape } from '../../components/tone-shape.tsx';
import { useT } from '../../i18n/context.ts';
import style from './honest-words.module.css';

function Points({ tone, title, points }: { tone: Tone; title: string; points: readonly string[] }) {
  return (
    <Card>
      <h2>{title}</h2>
      <ul className={classes(style.points, toneStyle[tone])}>
        {points.map((point) => (
          <li key={point}>
            <ToneShape tone={tone} />
            <span>{point}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** What it does, what it does not, and for whom that matters most. */
export function HonestWords() {
  const t = useT();
  return (
    <>
      <Points
        tone="works"
        title={t('welcome.honest-can-title')}
        points={([1, 2, 3, 4] as const).map((place) => t(`welcome.honest-can-${place}`))}
      />
      <Points
        tone="partly"
        title={t('welcome.honest-cannot-title')}
        points={([1, 2, 3, 4, 5] as const).map((place) => t(`welcome.honest-cannot-${place}`))}
      />
      <Notice tone="info" title={t('welcome.honest-careful-title')}>
        <p>{t('welcome.honest-careful-text')}</p>
      </Notice>
    </>
  );
}
