import { useState } from 'react';
import type { CloserLook } from '../../../core/contract.ts';
import { Button } from '../../components/button.tsx';
import { Disclosure } from '../../components/disclosure.tsx';
import { Notice } from '../../components/notice.tsx';
import { Progress } from '../../components/progress.tsx';
import { useSpeaker } from '../../components/toast-context.ts';
import { useT } from '../../i18n/context.ts';
import style from './send.module.css';
import { SendCard } from './send-card.tsx';
import type { CloserLooking } from './use-closer-look.ts';

const ENDED = { done: 'works', stopped: 'partly', failed: 'blocked' } as const;

/** Measuring more than the button on the start page does: whom it asks is shown before it can be begun. */
export function CloserLookCard({ look, turn }: CloserLooking) {
  const t = useT();
  const { toast } = useSpeaker();
  const [isBusy, setIsBusy] = useState(false);
  if (look === null) return null;
  const { stage, done, all } = look;
  const press = async (on: boolean) => {
    setIsBusy(true);
    const code = await turn(on);
    setIsBusy(false);
    if (code !== null) toast(t(`common.error-${code}`), 'blocked');
  };
  const progress = t('deep.look-progress', { done, all });
  return (
    <SendCard title={t('deep.look')}>
      <p>{t('deep.look-lead')}</p>
      <Disclosure title={t('deep.look-list')}>
        <Contacts contacts={look.contacts} />
      </Disclosure>
      {stage === 'running' ? (
        <>
          <Progress label={t('deep.look')} value={done} max={all} />
          <p>{progress}</p>
          <div>
            <Button isBusy={isBusy} onClick={() => void press(false)}>
              {t('common.cancel')}
            </Button>
          </div>
        </>
      ) : (
        <>
          {stage !== 'never' && <Notice tone={ENDED[stage]}>{t(`deep.look-${stage}`)}</Notice>}
          <div>
            <Button isBusy={isBusy} onClick={() => void press(true)}>
              {t('deep.look-begin')}
            </Button>
          </div>
        </>
      )}
    </SendCard>
  );
}

function Contacts({ contacts }: Pick<CloserLook, 'contacts'>) {
  const t = useT();
  return (
    <dl className={style.contacts}>
      {contacts.map(({ reason, name, hosts }) => (
        <div key={`${reason} ${name}`}>
          <dt>{name === null ? t(`deep.title-${reason}`) : <bdi>{name}</bdi>}</dt>
          <dd dir="ltr">{hosts.join(', ')}</dd>
        </div>
      ))}
    </dl>
  );
}
