import { useState } from 'react';
import { Button } from '../../components/button.tsx';
import { useSpeaker } from '../../components/toast-context.ts';
import { useT } from '../../i18n/context.ts';
import { useAsk } from '../ways/use-ask.ts';
import style from './system-proxy.module.css';

/** Takes everything of Footbridge out of the computer's settings, and says what that came to. */
export function RestoreInternet() {
  const t = useT();
  const ask = useAsk();
  const { toast } = useSpeaker();
  const [isBusy, setIsBusy] = useState(false);
  const restore = async () => {
    setIsBusy(true);
    const answer = await ask('restoreComputer', {});
    setIsBusy(false);
    if (answer === undefined) return;
    const { restored, left, failed } = answer;
    if (failed > 0) return toast(t('settings.proxy-problem-not-restored'), 'blocked');
    const words = [t('settings.restore-done', { count: restored })];
    if (left > 0) words.push(t('settings.restore-left'));
    toast(words.join(' '));
  };
  return (
    <div className={style.block}>
      <p className={style.soft}>{t('settings.restore-lead')}</p>
      <Button className={style.start} isBusy={isBusy} onClick={() => void restore()}>
        {t('settings.restore')}
      </Button>
    </div>
  );
}
