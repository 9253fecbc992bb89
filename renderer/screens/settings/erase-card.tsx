import { useId, useState } from 'react';
import type { Bridge } from '../../../core/contract.ts';
import { useEngine } from '../../bridge/context.ts';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { useSpeaker } from '../../components/toast-context.ts';
import { useNavigation } from '../../frame/navigation.ts';
import { useT } from '../../i18n/context.ts';
import style from './erase-card.module.css';

interface DialogProps {
  readonly bridge: Pick<Bridge, 'call'>;
  readonly onClose: () => void;
}

function EraseDialog({ bridge, onClose }: DialogProps) {
  const t = useT();
  const { go } = useNavigation();
  const { toast } = useSpeaker();
  const id = useId();
  const [isSure, setIsSure] = useState(false);
  const [isBusy, setIsBusy] = useState(false);
  const erase = async () => {
    setIsBusy(true);
    const outcome = await bridge.call('eraseEverything', {});
    onClose();
    if (outcome.ok) {
      toast(t('settings.erase-done'));
      go({ name: 'home' });
    } else toast(t(`common.error-${outcome.error.code}`), 'blocked');
  };
  return (
    <Dialog
      isOpen
      title={t('settings.erase-ask-title')}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button look="danger" disabled={!isSure} isBusy={isBusy} onClick={() => void erase()}>
            {t('settings.erase-yes')}
          </Button>
        </>
      }
    >
      <p>{t('settings.erase-ask-1')}</p>
      <p>{t('settings.erase-ask-2')}</p>
      <p>{t('settings.erase-ask-3')}</p>
      <p>{t('settings.erase-ask-4')}</p>
      <label className={style.sure} htmlFor={id}>
        <input id={id} type="checkbox" checked={isSure} onChange={() => setIsSure(!isSure)} />
        <span>{t('settings.erase-ask-confirm')}</span>
      </label>
    </Dialog>
  );
}

interface ButtonProps extends Pick<DialogProps, 'bridge'> {
  readonly className?: string | undefined;
}

/** Takes everything away, after two steps that say what that means; also where no engine starts. */
export function EraseButton({ bridge, className }: ButtonProps) {
  const t = useT();
  const [isAsking, setIsAsking] = useState(false);
  return (
    <>
      <Button look="danger" className={className} onClick={() => setIsAsking(true)}>
        {t('settings.erase-button')}
      </Button>
      {isAsking && <EraseDialog bridge={bridge} onClose={() => setIsAsking(false)} />}
    </>
  );
}

/** The button among the settings, with what it takes away. */
export function EraseCard() {
  const t = useT();
  const { bridge, state } = useEngine();
  return (
    <Card>
      <h2>{t('settings.erase')}</h2>
      <p className={style.soft}>{t('settings.erase-lead')}</p>
      <p className={style.soft}>{t(`settings.keys-${state.keyPlace}`)}</p>
      <EraseButton bridge={bridge} className={style.start} />
    </Card>
  );
}
