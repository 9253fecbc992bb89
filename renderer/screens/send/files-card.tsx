import type { ReportPreview } from '../../../core/contract.ts';
import { Disclosure } from '../../components/disclosure.tsx';
import { useLanguage } from '../../i18n/context.ts';
import { bytesText } from '../details/sizes.ts';
import style from './send.module.css';
import { SendCard } from './send-card.tsx';

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
              <bdi className={style.name}>{name}</bdi> · {bytesText(tag, bytes)}
            </>
          }
        >
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and the keyboard must be able to scroll it */}
          <section className={style.file} tabIndex={0} aria-label={name}>
            <pre dir="auto">{text}</pre>
          </section>
          {!isWhole && <p>{t('send.look-cut')}</p>}
        </Disclosure>
      ))}
    </SendCard>
  );
}
