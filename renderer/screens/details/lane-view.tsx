import { ChevronDown } from 'lucide-react';
import { useState } from 'react';
import { useEngine } from '../../bridge/context.ts';
import { classes } from '../../components/classes.ts';
import toneStyle from '../../components/tone.module.css';
import { ToneShape } from '../../components/tone-shape.tsx';
import { useLanguage } from '../../i18n/context.ts';
import style from './lane-view.module.css';
import { durationText } from './sizes.ts';
import { StepTable } from './step-table.tsx';
import type { Lane } from './timeline.ts';

interface LaneViewProps {
  readonly lane: Lane;
  /** Milliseconds that the axis is long. */
  readonly span: number;
  /** The element that says which search it was. */
  readonly search: string;
}

/** One transport's steps as bars; opened, as a table that says the same in words. */
export function LaneView({ lane, span, search }: LaneViewProps) {
  const { t, tag } = useLanguage();
  const { messengers } = useEngine().state;
  const [isOpen, setIsOpen] = useState(false);
  const tone = lane.failures.length > 0 ? 'blocked' : 'works';
  const messenger = messengers.find(({ id }) => id === lane.messenger)?.name ?? lane.messenger;
  const names = { messenger, purpose: t(`details.purpose-${lane.purpose}`) };
  return (
    <details className={style.lane} onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary className={style.summary}>
        <span className={style.head}>
          <span className={classes(style.name, toneStyle[tone])}>
            <ToneShape tone={tone} />
            {t('details.lane-name', names)}
          </span>
          <code className={style.transport} dir="ltr">
            {lane.transport}
          </code>
          <span className={style.sum}>
            {t('details.lane-sum', {
              steps: lane.bars.length,
              duration: durationText(tag, lane.milliseconds),
            })}
            <ChevronDown className={style.chevron} aria-hidden="true" />
          </span>
        </span>
        <span className={style.plot} aria-hidden="true">
          {lane.bars.map(({ step, start }) => (
            <span
              key={step.number}
              data-step={step.number}
              className={classes(style.bar, step.failure === null ? style.fine : style.failed)}
              style={{
                insetInlineStart: `${(start / span) * 100}%`,
                inlineSize: `${(step.milliseconds / span) * 100}%`,
              }}
            />
          ))}
        </span>
        {lane.failures.length > 0 && (
          <span className={style.failures}>
            {lane.failures.map((failure) => (
              <code key={failure} dir="ltr">
                {failure}
              </code>
            ))}
          </span>
        )}
      </summary>
      {isOpen && (
        <StepTable
          bars={lane.bars}
          search={search}
          caption={t('details.steps-caption', { ...names, transport: lane.transport })}
        />
      )}
    </details>
  );
}
