import { useEngine } from '../../bridge/context.ts';
import { Button } from '../../components/button.tsx';
import { Choices } from '../../components/choices.tsx';
import { Notice } from '../../components/notice.tsx';
import { LANGUAGES } from '../../i18n/catalogue.ts';
import { useLanguage, useT } from '../../i18n/context.ts';

/** Which language. Each stands there in its own words. */
export function HelloStep() {
  const { t, tag } = useLanguage();
  const { bridge } = useEngine();
  return (
    <>
      <Choices
        label={t('welcome.language-label')}
        options={LANGUAGES.map((language) => ({
          value: language.tag,
          label: language.name,
          lang: language.tag,
        }))}
        value={tag}
        onChange={(language) => void bridge.call('changeSettings', { changes: { language } })}
      />
      {LANGUAGES.some((language) => language.tag === tag && language.isByMachine) && (
        <Notice tone="info">
          <p>{t('welcome.by-machine')}</p>
        </Notice>
      )}
    </>
  );
}

/** The honest words before the button. */
export function ReadyStep({ onMore }: { readonly onMore: () => void }) {
  const t = useT();
  return (
    <Notice
      tone="info"
      title={t('welcome.ready-honest')}
      actions={<Button onClick={onMore}>{t('welcome.ready-more')}</Button>}
    >
      <p>{t('welcome.ready-see-1')}</p>
      <p>{t('welcome.ready-see-2')}</p>
    </Notice>
  );
}
