import { useT } from '../../i18n/context.ts';
import style from './send.module.css';
import { SendCard } from './send-card.tsx';

/** To whom people give such reports, and how. */
export function WhereCard() {
  const t = useT();
  return (
    <SendCard title={t('report.where-title')}>
      <p>{t('report.not-sent')}</p>
      <ul className={style.list}>
        <li>{t('report.where-friend')}</li>
        <li>{t('report.where-helpline')}</li>
        <li>{t('report.where-ooni')}</li>
      </ul>
    </SendCard>
  );
}
