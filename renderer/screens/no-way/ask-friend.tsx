import { Card } from '../../components/card.tsx';
import { CopyField } from '../../components/copy-field.tsx';
import { useT } from '../../i18n/context.ts';
import style from './no-way.module.css';

/** What to ask a friend for, in which words, and over what. Needs no network. */
export function AskFriend() {
  const t = useT();
  return (
    <Card aria-labelledby="ask" className={style.ask}>
      <h2 id="ask">{t('no-way.ask-title')}</h2>
      <p>{t('no-way.ask-about')}</p>
      <CopyField label={t('no-way.ask-text-label')} value={t('no-way.ask-text')} isText />
      <h3>{t('no-way.ask-how-title')}</h3>
      <ul className={style.list}>
        <li>{t('no-way.ask-how-not')}</li>
        <li>{t('no-way.ask-how-good')}</li>
      </ul>
      <h3>{t('no-way.ask-what-title')}</h3>
      <ul className={style.list}>
        <li>{t('no-way.ask-what-kind')}</li>
        <li>{t('no-way.ask-what-password')}</li>
        <li>{t('no-way.ask-what-place')}</li>
      </ul>
    </Card>
  );
}
