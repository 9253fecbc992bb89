import { useEffect, useRef, useState } from 'react';
import { useEngine } from '../../bridge/context.ts';
import { Button } from '../../components/button.tsx';
import { Mark } from '../../frame/mark.tsx';
import { useT } from '../../i18n/context.ts';
import { BridgeScene } from '../../scene/bridge-scene.tsx';
import { HonestWords } from './honest-words.tsx';
import { MessengerChecks } from './messenger-checks.tsx';
import { HelloStep, ReadyStep } from './steps.tsx';
import style from './welcome-screen.module.css';

const STEPS = ['hello', 'messengers', 'ready'] as const;
type Place = (typeof STEPS)[number] | 'honest';

/** The first steps: language, which messengers, the button. No account. */
export function WelcomeScreen() {
  const t = useT();
  const { bridge } = useEngine();
  const [place, setPlace] = useState<Place>('hello');
  const heading = useRef<HTMLHeadingElement>(null);
  const isFirst = useRef(true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each step is a view of its own
  useEffect(() => {
    if (!isFirst.current) heading.current?.focus();
    isFirst.current = false;
    window.scrollTo(0, 0);
  }, [place]);
  const leave = async (connects: boolean) => {
    await bridge.call('changeSettings', { changes: { welcomed: true } });
    if (connects) await bridge.call('connect', {});
  };
  const step = place === 'honest' ? 2 : STEPS.indexOf(place);
  const head = (title: string, lead: string) => (
    <div className={style.head}>
      <p className={style.count}>{t('welcome.step', { step: step + 1, steps: STEPS.length })}</p>
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      <p className={style.lead}>{lead}</p>
    </div>
  );
  const backTo = (to: Place) => <Button onClick={() => setPlace(to)}>{t('common.back')}</Button>;
  return (
    <main className={style.welcome} id="content">
      <div className={style.side}>
        <div className={style.brand}>
          <Mark />
          <span>{t('common.app')}</span>
        </div>
        <BridgeScene stage="off" part={step / STEPS.length} />
      </div>
      <div className={style.steps}>
        {place === 'hello' && (
          <>
            {head(t('welcome.hello-title'), t('welcome.hello-lead'))}
            <HelloStep />
            <div className={style.buttons}>
              <Button look="primary" size="huge" onClick={() => setPlace('messengers')}>
                {t('common.next')}
              </Button>
            </div>
          </>
        )}
        {place === 'messengers' && (
          <>
            {head(t('welcome.messengers-title'), t('welcome.messengers-lead'))}
            <MessengerChecks />
            <div className={style.buttons}>
              {backTo('hello')}
              <Button look="primary" size="huge" onClick={() => setPlace('ready')}>
                {t('common.next')}
              </Button>
            </div>
          </>
        )}
        {place === 'ready' && (
          <>
            {head(t('welcome.ready-title'), t('welcome.ready-lead'))}
            <div className={style.buttons}>
              {backTo('messengers')}
              <Button look="primary" size="huge" onClick={() => void leave(true)}>
                {t('welcome.go')}
              </Button>
            </div>
            <ReadyStep onMore={() => setPlace('honest')} />
            <Button look="plain" className={style.later} onClick={() => void leave(false)}>
              {t('welcome.later')}
            </Button>
          </>
        )}
        {place === 'honest' && (
          <>
            <div className={style.head}>
              <h1 ref={heading} tabIndex={-1}>
                {t('welcome.honest-title')}
              </h1>
              <p className={style.lead}>{t('welcome.honest-lead')}</p>
            </div>
            <HonestWords />
            <div className={style.buttons}>{backTo('ready')}</div>
          </>
        )}
      </div>
    </main>
  );
}
