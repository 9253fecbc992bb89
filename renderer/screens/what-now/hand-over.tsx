import { AppWindow, ExternalLink } from 'lucide-react';
import { useState } from 'react';
import type { CommandError } from '../../../core/contract.ts';
import { useEngine } from '../../bridge/context.ts';
import { Button } from '../../components/button.tsx';
import { Notice } from '../../components/notice.tsx';
import { useT } from '../../i18n/context.ts';
import type { MessageKey } from '../../i18n/translator.ts';
import style from './what-now.module.css';

interface HandOverProps {
  readonly id: string;
  readonly name: string;
  readonly action: 'open-window' | 'open-app';
  readonly onHandOver: () => void;
}

type Stage = 'ready' | 'busy' | 'done' | CommandError['code'];

const FAILURES: Partial<Readonly<Record<CommandError['code'], MessageKey>>> = {
  'no-program': 'what-now.by-button-failed-no-program',
  'wrong-phase': 'what-now.by-button-failed-wrong-phase',
  'not-possible-here': 'what-now.by-button-failed-not-possible-here',
};

/** The button that does it. That it was pressed proves nothing, and ticks nothing. */
export function HandOver({ id, name, action, onHandOver }: HandOverProps) {
  const t = useT();
  const { bridge, state, about } = useEngine();
  const [stage, setStage] = useState<Stage>('ready');
  const isWindow = action === 'open-window';
  const browser = isWindow ? (about.ownWindow?.browser ?? null) : null;
  const handOver = async () => {
    setStage('busy');
    const outcome = await bridge.call(isWindow ? 'openWindow' : 'openApp', { messenger: id });
    setStage(outcome.ok ? 'done' : outcome.error.code);
    if (outcome.ok) onHandOver();
  };
  return (
    <>
      <div className={style.buttons}>
        <Button
          look="primary"
          icon={isWindow ? <AppWindow /> : <ExternalLink />}
          isBusy={stage === 'busy'}
          disabled={state.phase !== 'on'}
          onClick={() => void handOver()}
        >
          {t(isWindow ? 'what-now.own-window-button' : 'what-now.open-app-button', { name })}
        </Button>
        {browser !== null && (
          <span className={style.soft}>{t('what-now.own-window-browser', { browser })}</span>
        )}
      </div>
      <div role="status">
        {stage === 'done' && <p className={style.soft}>{t('what-now.by-button-done')}</p>}
        {stage !== 'ready' && stage !== 'busy' && stage !== 'done' && (
          <Notice tone="blocked">{t(FAILURES[stage] ?? 'what-now.by-button-failed-other', { name })}</Notice>
        )}
      </div>
    </>
  );
}
