import { useId } from 'react';
import { ticks } from '../../charts/ticks.ts';
import { useLanguage } from '../../i18n/context.ts';
import style from './burst-view.module.css';
import { LaneView } from './lane-view.tsx';
import { durationText } from './sizes.ts';
import type { Burst } from './timeline.ts';

/** A search with its lanes above one another on the same axis. */
export function BurstView({ burst }: { readonly burst: Burst }) {
  const { t, tag } = useLanguage();
  const heading = useId();
  const span = Math.max(burst.milliseconds, 1);
  return (
    <div className={style.burst}>
      <h3 id={heading}>{t('details.burst', { at: burst.from })}</h3>
      <p className={style.sum}>
        {t('details.burst-sum', { steps: burst.steps, duration: durationText(tag, burst.milliseconds) })}
      </p>
      <div className={style.axis} aria-hidden="true">
        {ticks(span).map((mark) => (
          <span key={mark} className={style.mark} style={{ insetInlineStart: `${(mark / span) * 100}%` }}>
            {durationText(tag, mark)}
          </span>
        ))}
      </div>
      {burst.lanes.map((lane) => (
        <LaneView key={lane.key} lane={lane} span={span} search={heading} />
      ))}
    </div>
  );
}
