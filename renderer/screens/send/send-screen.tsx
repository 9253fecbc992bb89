import { useState } from 'react';
import { REPORT_PARTS, type ReportWish } from '../../../core/contract.ts';
import { useEngine } from '../../bridge/context.ts';
import { CopyField } from '../../components/copy-field.tsx';
import { Notice } from '../../components/notice.tsx';
import { Page } from '../../components/page.tsx';
import { useLanguage } from '../../i18n/context.ts';
import { CloserLookCard } from './closer-look-card.tsx';
import { FilesCard } from './files-card.tsx';
import { HiddenCard } from './hidden-card.tsx';
import { SaveCard } from './save-card.tsx';
import { SendCard } from './send-card.tsx';
import { useCloserLook } from './use-closer-look.ts';
import { usePreview } from './use-preview.ts';
import { WhereCard } from './where-card.tsx';

/** What was measured, to be looked at, saved and given to somebody. Works without any network, and sends nothing. */
export function SendScreen() {
  const { t, tag } = useLanguage();
  const { bridge } = useEngine();
  const [wish, setWish] = useState<Omit<ReportWish, 'language'>>({
    ...{ parts: REPORT_PARTS.filter((part) => part !== 'history.jsonl'), tellsCountry: false, operator: '' },
  });
  const whole = { ...wish, language: tag };
  const closer = useCloserLook(bridge);
  const preview = usePreview(bridge, whole, closer.look?.stage);
  return (
    <Page title={t('send.title')} lead={t('send.lead')} hasBack>
      {preview.stage === 'failed' && <Notice tone="blocked">{t(`common.error-${preview.code}`)}</Notice>}
      {preview.stage === 'made' && preview.report.code === '' && (
        <Notice tone="partly">{t('send.empty')}</Notice>
      )}
      {preview.stage === 'made' && (
        <>
          <SendCard title={t('send.short-title')}>
            {preview.report.code !== '' && <CopyField label={t('send.code')} value={preview.report.code} />}
            <CopyField label={t('send.chat')} value={preview.report.text} isText />
          </SendCard>
          <CloserLookCard {...closer} />
          <SaveCard wish={whole} onChange={setWish} />
          <HiddenCard hidden={preview.report.hidden} />
          <FilesCard files={preview.report.files} />
        </>
      )}
      <WhereCard />
    </Page>
  );
}
