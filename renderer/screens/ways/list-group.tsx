import { RefreshCw, Trash2 } from 'lucide-react';
import { type ReactNode, useId, useState } from 'react';
import type { ListView } from '../../../core/contract.ts';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Disclosure } from '../../components/disclosure.tsx';
import { Notice } from '../../components/notice.tsx';
import { useSpeaker } from '../../components/toast-context.ts';
import { useT } from '../../i18n/context.ts';
import own from './list-group.module.css';
import { useAsk } from './use-ask.ts';
import style from './way-card.module.css';

interface ListGroupProps {
  readonly list: ListView;
  readonly count: number;
  /** Its servers. */
  readonly children: ReactNode;
}

/** A list of servers: whose it is, when it was asked for, and the servers that came with it. */
export function ListGroup({ list, count, children }: ListGroupProps) {
  const t = useT();
  const ask = useAsk();
  const id = useId();
  const { toast } = useSpeaker();
  const [isBusy, setIsBusy] = useState(false);
  const [isRemoving, setIsRemoving] = useState(false);
  const { host } = list;

  const refresh = async () => {
    setIsBusy(true);
    const result = await ask('refreshList', { id: list.id });
    setIsBusy(false);
    if (result?.outcome === 'failed') toast(t(`lists.failed-${result.failure}`, { host }), 'blocked');
    if (result?.outcome !== 'taken') return;
    toast(t('lists.added', { count: result.added }));
    if (result.left > 0) toast(t('lists.left', { count: result.left }), 'blocked');
  };
  const remove = async () => {
    setIsRemoving(false);
    if ((await ask('removeList', { id: list.id })) !== undefined) toast(t('lists.removed', { host }));
  };

  return (
    <Card aria-labelledby={id} className={style.card}>
      <h2 id={id} className={own.title}>
        {t('lists.title', { host })}
      </h2>
      <div className={style.result}>
        <p>{t('lists.asked', { at: list.askedAt })}</p>
        {!list.isFresh && <Notice tone="partly">{t('lists.stale')}</Notice>}
      </div>
      <div className={style.actions}>
        <Button
          icon={<RefreshCw />}
          isBusy={isBusy}
          aria-label={t('lists.refresh-name', { host })}
          onClick={() => void refresh()}
        >
          {t('lists.refresh')}
        </Button>
        <Button
          icon={<Trash2 />}
          aria-label={t('lists.remove-name', { host })}
          onClick={() => setIsRemoving(true)}
        >
          {t('lists.remove')}
        </Button>
      </div>
      <Disclosure title={t('lists.servers', { count })}>
        <div className={own.servers}>
          <p>{t('lists.keep')}</p>
          {children}
        </div>
      </Disclosure>
      {isRemoving && (
        <Dialog
          isOpen
          title={t('lists.remove-title', { host })}
          onClose={() => setIsRemoving(false)}
          actions={
            <>
              <Button onClick={() => setIsRemoving(false)}>{t('common.cancel')}</Button>
              <Button look="danger" onClick={() => void remove()}>
                {t('lists.remove')}
              </Button>
            </>
          }
        >
          <p>{t('lists.remove-body')}</p>
        </Dialog>
      )}
    </Card>
  );
}
