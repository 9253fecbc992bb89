import type { HiddenKind, ReportPreview } from '../../../core/contract.ts';
import { useLanguage } from '../../i18n/context.ts';
import style from './send.module.css';
import { SendCard } from './send-card.tsx';

const WORDS = {
  secret: 'send.hidden-secret',
  link: 'send.hidden-link',
  'e-mail': 'send.hidden-e-mail',
  path: 'send.hidden-path',
  name: 'send.hidden-name',
  address: 'send.hidden-address',
  'hardware address': 'send.hidden-hardware-address',
  host: 'send.hidden-host',
  number: 'send.hidden-number',
  'certificate issuer': 'send.hidden-certificate-issuer',
  server: 'send.hidden-server',
  message: 'send.hidden-message',
} as const satisfies Record<HiddenKind, string>;

/** What was replaced in the report, counted. */
export function HiddenCard({ hidden }: Pick<ReportPreview, 'hidden'>) {
  const { t, tag } = useLanguage();
  const number = new Intl.NumberFormat(tag);
  return (
    <SendCard title={t('send.hidden-title')}>
      {hidden.length === 0 ? (
        <p>{t('send.hidden-none')}</p>
      ) : (
        <dl className={style.counts}>
          {hidden.map(({ kind, count }) => (
            <div key={kind}>
              <dt>{t(WORDS[kind])}</dt>
              <dd>{number.format(count)}</dd>
            </div>
          ))}
        </dl>
      )}
    </SendCard>
  );
}
