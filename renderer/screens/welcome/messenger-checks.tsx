import { useState } from 'react';
import { useEngine } from '../../bridge/context.ts';
import { useT } from '../../i18n/context.ts';
import { MessengerSign } from '../home/messenger-sign.tsx';
import style from './messenger-checks.module.css';

/** Messengers to tick, in an order that stays while they are ticked. The last tick cannot be taken away. */
export function MessengerChecks() {
  const t = useT();
  const { bridge, state } = useEngine();
  const [shown] = useState(state.messengers);
  const [ids, setIds] = useState(() => shown.filter(({ chosen }) => chosen).map(({ id }) => id));
  const [isLast, setIsLast] = useState(false);
  const toggle = (id: string) => {
    const next = ids.includes(id) ? ids.filter((other) => other !== id) : [...ids, id];
    setIsLast(next.length === 0);
    if (next.length === 0) return;
    setIds(next);
    void bridge.call('chooseMessengers', { ids: next });
  };
  return (
    <>
      <ul className={style.list} aria-label={t('welcome.messengers-title')}>
        {shown.map(({ id, name, colour }) => (
          <li key={id}>
            <label className={style.option}>
              <MessengerSign name={name} colour={colour} />
              <span className={style.name}>{name}</span>
              <input type="checkbox" checked={ids.includes(id)} onChange={() => toggle(id)} />
            </label>
          </li>
        ))}
      </ul>
      <div role="alert">{isLast && <p>{t('welcome.messengers-none')}</p>}</div>
    </>
  );
}
