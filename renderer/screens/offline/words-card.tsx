import { useState } from 'react';
import { useEngine } from '../../bridge/context.ts';
import { Card } from '../../components/card.tsx';
import { Choices } from '../../components/choices.tsx';
import { CopyField } from '../../components/copy-field.tsx';
import { useT } from '../../i18n/context.ts';
import { offlineKey, WORDS } from './data.ts';
import style from './offline.module.css';
import { suggestedName } from './suggested-name.ts';

/** Short messages to copy for the family, with the name of the messenger in them. */
export function WordsCard() {
  const t = useT();
  const { messengers } = useEngine().state;
  const names = messengers.filter(({ chosen }) => chosen).map(({ name }) => name);
  const [wanted, setWanted] = useState<string | null>(null);
  const name = wanted !== null && names.includes(wanted) ? wanted : suggestedName(messengers);
  return (
    <Card aria-labelledby="words">
      <h2 id="words">{t('offline.words')}</h2>
      <p className={style.soft}>{t('offline.words-lead')}</p>
      {names.length > 1 && (
        <Choices
          label={t('offline.words-by')}
          options={names.map((one) => ({ value: one, label: one }))}
          value={name}
          onChange={setWanted}
        />
      )}
      {WORDS.map(({ id, text }) => (
        <CopyField key={id} value={t(offlineKey(text), { name })} isText />
      ))}
    </Card>
  );
}
