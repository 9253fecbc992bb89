import type { ReportPreview } from '../../../core/contract.ts';
import { Disclosure } from '../../components/disclosure.tsx';
import { useLanguage } from '../../i18n/context.ts';
import { bytesText } from '../details/sizes.ts';
import { SendCard } from './send-card.tsx';
import style from './send.module.css';

/** Every file of the report, to the letter. */
export function FilesCard({ files }: Pick<ReportPreview, 'files'>) {
  const { t, tag } = useLanguage();
  return (
    <SendCard title={t('send.look-title')}>
      <p>{t('send.look-lead')}</p>
      {files.map(({ name, bytes, text, isWhole }) => (
        <Disclosure
          key={name}
          title={
            <>
              <bdi>{name}</bdi> · {bytesText(tag, bytes)}
            </>
          }
        >
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and the keyboard must be able to scroll it */}
          <pre className={style.file} dir="auto" tabIndex={0} role="region" aria-label={name}>
            {text}
          </pre>
          {!isWhole && <p>{t('send.look-cut')}</p>}
        </Disclosure>
      ))}
    </SendCard>
  );
}
