import { ArrowDown, ArrowUp, Plus } from 'lucide-react';
import type { MessengerState } from '../../../core/contract.ts';
import { useEngine } from '../../bridge/context.ts';
import { Button } from '../../components/button.tsx';
import { IconButton } from '../../components/icon-button.tsx';
import { useSpeaker } from '../../components/toast-context.ts';
import { useT } from '../../i18n/context.ts';
import { MessengerSign } from '../home/messenger-sign.tsx';
import style from './messenger-order.module.css';
import { moved } from './order.ts';

/** The person's messengers in their order, and the others to add. */
export function MessengerOrder() {
  const t = useT();
  const { bridge, state } = useEngine();
  const { announce, toast } = useSpeaker();
  const chosen = state.messengers.filter((messenger) => messenger.chosen);
  const others = state.messengers.filter((messenger) => !messenger.chosen);
  const ids = chosen.map(({ id }) => id);
  const choose = async (next: string[], words: string) => {
    const outcome = await bridge.call('chooseMessengers', { ids: next });
    if (outcome.ok) announce(words);
    else toast(t(`common.error-${outcome.error.code}`), 'blocked');
  };
  const move = ({ id, name }: MessengerState, by: -1 | 1) => {
    const next = moved(ids, id, by);
    void choose(next, t('settings.messenger-moved', { name, place: next.indexOf(id) + 1 }));
  };
  return (
    <>
      <ol className={style.list}>
        {chosen.map((messenger, place) => {
          const { id, name, colour } = messenger;
          return (
            <li key={id} className={style.row}>
              <MessengerSign name={name} colour={colour} />
              <span className={style.name}>{name}</span>
              <div className={style.moves}>
                <IconButton
                  label={t('settings.messenger-up', { name })}
                  icon={<ArrowUp />}
                  isOff={place === 0}
                  onPress={() => move(messenger, -1)}
                />
                <IconButton
                  label={t('settings.messenger-down', { name })}
                  icon={<ArrowDown />}
                  isOff={place === chosen.length - 1}
                  onPress={() => move(messenger, 1)}
                />
              </div>
              {chosen.length > 1 && (
                <Button
                  aria-label={t('settings.messenger-remove-one', { name })}
                  onClick={() =>
                    void choose(
                      ids.filter((other) => other !== id),
                      '',
                    )
                  }
                >
                  {t('settings.messenger-remove')}
                </Button>
              )}
            </li>
          );
        })}
      </ol>
      {chosen.length === 1 && <p className={style.soft}>{t('settings.messenger-last')}</p>}
      {others.length > 0 && (
        <>
          <h3>{t('settings.messengers-more')}</h3>
          <ul className={style.list}>
            {others.map(({ id, name, colour }) => (
              <li key={id} className={style.row}>
                <MessengerSign name={name} colour={colour} />
                <span className={style.name}>{name}</span>
                <Button
                  icon={<Plus />}
                  aria-label={t('settings.messenger-add-one', { name })}
                  onClick={() => void choose([...ids, id], '')}
                >
                  {t('settings.messenger-add')}
                </Button>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}
