import { useEngine } from '../../bridge/context.ts';
import { Card } from '../../components/card.tsx';
import { useT } from '../../i18n/context.ts';
import { useChange } from '../settings/use-change.ts';
import { offlineKey, PREPARE } from './data.ts';
import style from './offline.module.css';

/** What to do while the internet is there; what is done stays ticked. */
export function PrepareCard() {
  const t = useT();
  const { prepared } = useEngine().state.settings;
  const change = useChange();
  const toggle = (id: string) =>
    change({ prepared: prepared.includes(id) ? prepared.filter((one) => one !== id) : [...prepared, id] });
  return (
    <Card aria-labelledby="prepare">
      <h2 id="prepare">{t('offline.prepare')}</h2>
      <p className={style.soft}>{t('offline.prepare-lead')}</p>
      <ul className={style.ticks}>
        {PREPARE.map(({ id, text }) => (
          <li key={id}>
            <label className={style.tick}>
              <input type="checkbox" checked={prepared.includes(id)} onChange={() => toggle(id)} />
              <span>{t(offlineKey(text))}</span>
            </label>
          </li>
        ))}
      </ul>
    </Card>
  );
}
