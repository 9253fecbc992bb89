import { useState } from 'react';
import { useEngine } from '../../bridge/context.ts';
import { useT } from '../../i18n/context.ts';
import { PauseButton } from './pause-button.tsx';
import { Section } from './section.tsx';
import { isMoving, trafficSeries } from './traffic.ts';
import { TrafficRow } from './traffic-row.tsx';
import style from './traffic-section.module.css';
import { useNow } from './use-now.ts';
import { useStream } from './use-stream.ts';

/** What each messenger moves through the local proxy, live. */
export function Traffic() {
  const t = useT();
  const messengers = useEngine().state.messengers.filter(({ chosen }) => chosen);
  const [isPaused, setIsPaused] = useState(false);
  const items = useStream('traffic', isPaused);
  const now = useNow((moment) => !isPaused && isMoving(items, moment));
  const names = new Map(messengers.map(({ id, name }) => [id, name]));
  return (
    <Section
      title={t('details.traffic-title')}
      lead={t('details.traffic-lead')}
      actions={<PauseButton isPaused={isPaused} onChange={setIsPaused} />}
    >
      <p role="status" className={style.note}>
        {isPaused && t('details.traffic-paused')}
      </p>
      {messengers.length === 0 && <p>{t('details.verdicts-none')}</p>}
      {trafficSeries(items, [...names.keys()], now).map((series) => (
        <TrafficRow key={series.messenger} name={names.get(series.messenger) ?? ''} series={series} />
      ))}
    </Section>
  );
}
