import { useState } from 'react';
import { useEngine } from '../../bridge/context.ts';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { Notice } from '../../components/notice.tsx';
import { Switch } from '../../components/switch.tsx';
import { useT } from '../../i18n/context.ts';
import { useAsk } from '../ways/use-ask.ts';
import style from './phones.module.css';

/** The one switch, the question before it in a network that is not known, and why there is nothing. */
export function ShareCard() {
  const t = useT();
  const ask = useAsk();
  const { phase, share } = useEngine().state;
  // Keys are made the first time; what was pressed shows at once.
  const [asked, setAsked] = useState<boolean | null>(null);
  const change = async (on: boolean, isSure: boolean, keep = false) => {
    setAsked(on && isSure ? true : null);
    await ask('sharePhones', { on, isSure, keep });
    setAsked(null);
  };
  return (
    <Card className={style.screenOnly}>
      <Switch
        label={t('phones.switch')}
        description={t(phase === 'on' ? 'phones.switch-more' : 'phones.connect-first')}
        isOn={asked ?? share.is === 'on'}
        isDisabled={phase !== 'on'}
        onChange={(on) => void change(on, false)}
      />
      {share.is === 'on' && (
        <Switch
          label={t('phones.keep')}
          isOn={share.isKept}
          onChange={(keep) => void change(true, true, keep)}
        />
      )}
      <div role="status" className={style.status}>
        {share.is === 'asking' && (
          <Notice
            tone="partly"
            title={t(`phones.asking-${share.reason}`)}
            actions={
              <>
                <Button onClick={() => void change(false, false)}>{t('phones.asking-no')}</Button>
                <Button look="primary" onClick={() => void change(true, true)}>
                  {t('phones.asking-yes')}
                </Button>
              </>
            }
          >
            <p>{t('phones.asking-more')}</p>
          </Notice>
        )}
        {share.is === 'off' && share.problem !== null && (
          <Notice tone="blocked">{t(`phones.problem-${share.problem}`)}</Notice>
        )}
      </div>
    </Card>
  );
}
