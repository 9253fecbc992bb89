import { useMemo, useState } from 'react';
import { STREAM_LENGTH } from '../../../core/contract.ts';
import { useEngine } from '../../bridge/context.ts';
import { Choices } from '../../components/choices.tsx';
import { Switch } from '../../components/switch.tsx';
import { useT } from '../../i18n/context.ts';
import { BurstView } from './burst-view.tsx';
import { PauseButton } from './pause-button.tsx';
import { Section } from './section.tsx';
import { timeline } from './timeline.ts';
import style from './timeline-section.module.css';
import { useStream } from './use-stream.ts';

/** Every step that was measured, over time. */
export function TimelineSection() {
  const t = useT();
  const { messengers } = useEngine().state;
  const [isPaused, setIsPaused] = useState(false);
  const [messenger, setMessenger] = useState('');
  const [failedOnly, setFailedOnly] = useState(false);
  const steps = useStream('steps', isPaused);
  const bursts = useMemo(
    () => timeline(steps, { messenger: messenger || null, failedOnly }),
    [steps, messenger, failedOnly],
  );
  const seen = messengers.filter(({ id }) => steps.some((step) => step.messenger === id));
  return (
    <Section
      title={t('details.timeline-title')}
      lead={t('details.timeline-lead')}
      actions={<PauseButton isPaused={isPaused} onChange={setIsPaused} />}
    >
      <p role="status" className={style.note}>
        {isPaused ? t('details.paused') : t('details.timeline-limit', { most: STREAM_LENGTH.steps })}
      </p>
      {seen.length > 1 && (
        <Choices
          label={t('details.filter-messenger')}
          options={[
            { value: '', label: t('details.filter-all') },
            ...seen.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          value={messenger}
          onChange={setMessenger}
        />
      )}
      <div className={style.failed}>
        <Switch label={t('details.filter-failed')} isOn={failedOnly} onChange={setFailedOnly} />
      </div>
      {bursts.length === 0 && (
        <p>{t(steps.length === 0 ? 'details.timeline-empty' : 'details.timeline-none-fit')}</p>
      )}
      {bursts.map((burst) => (
        <BurstView key={burst.key} burst={burst} />
      ))}
    </Section>
  );
}
