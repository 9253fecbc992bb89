import { useEffect, useState } from 'react';
import type { Past } from '../../../core/contract.ts';
import { useEngine } from '../../bridge/context.ts';
import { StatusBadge } from '../../components/status-badge.tsx';
import { useT } from '../../i18n/context.ts';
import style from './history-section.module.css';
import { Section } from './section.tsx';
import { TONES } from './verdicts.tsx';

/** How the messengers fared on this network on earlier days, the newest first. */
export function HistorySection() {
  const t = useT();
  const { bridge, state } = useEngine();
  const [past, setPast] = useState<readonly Past[]>([]);
  useEffect(() => {
    let isOpen = true;
    void bridge.call('pastVerdicts', {}).then((outcome) => {
      if (isOpen && outcome.ok) setPast(outcome.value.past.toReversed());
    });
    return () => {
      isOpen = false;
    };
  }, [bridge]);
  const nameOf = (id: string) => state.messengers.find((messenger) => messenger.id === id)?.name ?? id;
  return (
    <Section title={t('details.history-title')} lead={t('details.history-lead')}>
      {past.length === 0 && <p>{t('details.history-empty')}</p>}
      <ol className={style.list}>
        {past.map(({ at, messenger, purpose, state: fared, causes }) => (
          <li key={`${at} ${messenger} ${purpose}`}>
            <span className={style.when}>{t('details.burst', { at })}</span>
            <span>
              {t('details.lane-name', {
                messenger: nameOf(messenger),
                purpose: t(`details.purpose-${purpose}`),
              })}
            </span>
            <StatusBadge tone={TONES[fared]}>{t(`details.verdict-${fared}`)}</StatusBadge>
            <span className={style.why}>{causes.map((cause) => t(`details.cause-${cause}`)).join(', ')}</span>
          </li>
        ))}
      </ol>
    </Section>
  );
}
