import { useId } from 'react';
import { useEngine } from '../../bridge/context.ts';
import { Notice } from '../../components/notice.tsx';
import { LANGUAGES } from '../../i18n/catalogue.ts';
import { chooseLanguage } from '../../i18n/choose.ts';
import { useLanguage } from '../../i18n/context.ts';
import style from './language-field.module.css';
import { useChange } from './use-change.ts';

/** The language, each by its own name; or as the computer has it. */
export function LanguageField() {
  const { t, tag } = useLanguage();
  const { state, about } = useEngine();
  const change = useChange();
  const id = useId();
  const tags = LANGUAGES.map((language) => language.tag);
  const system = chooseLanguage([about.systemLanguage, ...navigator.languages], tags);
  const nameOf = (wanted: string) => LANGUAGES.find((language) => language.tag === wanted)?.name ?? wanted;
  return (
    <div className={style.block}>
      <label htmlFor={id} className="unseen">
        {t('settings.language-label')}
      </label>
      <select
        id={id}
        className={style.select}
        value={state.settings.language ?? ''}
        onChange={({ target }) => change({ language: target.value === '' ? null : target.value })}
      >
        <option value="">{t('settings.language-system', { language: nameOf(system) })}</option>
        {LANGUAGES.map((language) => (
          <option key={language.tag} value={language.tag} lang={language.tag}>
            {language.name}
          </option>
        ))}
      </select>
      {LANGUAGES.some((language) => language.tag === tag && language.isByMachine) && (
        <Notice tone="info">
          <p>{t('welcome.by-machine')}</p>
        </Notice>
      )}
    </div>
  );
}
