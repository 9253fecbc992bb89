import { AppWindow, ExternalLink } from 'lucide-react';
import { useState } from 'react';
import type { Answer, Bridge, CommandError } from '../../../core/contract.ts';
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
  /** The app is to take this instead of the local proxy. */
  readonly by: 'mtproto' | undefined;
  readonly onHandOver: () => void;
}

type Result = Answer<'openApp'>['outcome'] | CommandError['code'];

const FAILURES: Partial<Readonly<Record<Result, MessageKey>>> = {
  'no-program': 'what-now.by-button-failed-no-program',
  'wrong-phase': 'what-now.by-button-failed-wrong-phase',
  'not-possible-here': 'what-now.by-button-failed-not-possible-here',
  'not-let': 'what-now.by-button-failed-not-possible-here',
};

/** The button that does it. That it was pressed proves nothing, and ticks nothing. */
export function HandOver({ id, name, action, by, onHandOver }: HandOverProps) {
  const t = useT();
  const { bridge, state, about } = useEngine();
  const [result, setResult] = useState<Result | 'busy' | null>(null);
  const isWindow = action === 'open-window';
  const browser = isWindow ? (about.ownWindow?.browser ?? null) : null;
  const handOver = async () => {
    setResult('busy');
    const next = await (isWindow ? openWindow(bridge, id) : openApp(bridge, id, by));
    setResult(next);
    if (next === 'opened') onHandOver();
  };
  return (
    <>
      <div className={style.buttons}>
        <Button
          look="primary"
          icon={isWindow ? <AppWindow /> : <ExternalLink />}
          isBusy={result === 'busy'}
          disabled={state.phase !== 'on'}
          onClick={() => void handOver()}
        >
          {t(isWindow ? 'what-now.own-window-button' : 'what-now.open-app-button', { name })}
        </Button>
        {browser !== null && (
          <span className={style.soft}>{t('what-now.own-window-browser', { browser })}</span>
        )}
      </div>
      <div role="status">{result !== null && result !== 'busy' && <Came result={result} name={name} />}</div>
    </>
  );
}

/** What came of it, in words. */
function Came({ result, name }: { readonly result: Result; readonly name: string }) {
  const t = useT();
  const { about } = useEngine();
  if (result === 'opened') return <p className={style.soft}>{t('what-now.by-button-done')}</p>;
  if (result !== 'quit-first')
    return (
      <Notice tone="blocked">{t(FAILURES[result] ?? 'what-now.by-button-failed-other', { name })}</Notice>
    );
  const platform = about.platform === 'other' ? 'linux' : about.platform;
  return (
    <Notice tone="info" title={t('what-now.by-button-quit-first', { name })}>
      {t(`what-now.app-quit-${platform}`, { name })}
    </Notice>
  );
}

async function openWindow(bridge: Bridge, messenger: string): Promise<Result> {
  const outcome = await bridge.call('openWindow', { messenger });
  return outcome.ok ? 'opened' : outcome.error.code;
}

async function openApp(bridge: Bridge, messenger: string, by: 'mtproto' | undefined): Promise<Result> {
  const outcome = await bridge.call('openApp', { messenger, ...(by && { by }) });
  return outcome.ok ? outcome.value.outcome : outcome.error.code;
}
