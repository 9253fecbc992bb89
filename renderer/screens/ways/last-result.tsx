import type { Way } from '../../../core/contract.ts';
import type { Tone } from '../../components/tone.ts';
import { useT } from '../../i18n/context.ts';
import type { MessageKey } from '../../i18n/translator.ts';
import { failureWords, isTor } from './failure-words.ts';
import style from './last-result.module.css';
import type { WayStanding, WayStatus } from './way-standing.ts';

/** How a way stands, at a glance. */
export const STATUS = {
  none: { tone: 'rest', words: 'ways.status-none' },
  running: { tone: 'busy', words: 'ways.status-running' },
  works: { tone: 'works', words: 'ways.status-works' },
  failed: { tone: 'blocked', words: 'ways.status-failed' },
} as const satisfies Record<WayStatus, { tone: Tone; words: MessageKey }>;

interface LastResultProps {
  readonly way: Way;
  readonly standing: WayStanding;
}

/** Whether a way failed for want of a program of others. */
export const needsProgram = ({ failure }: WayStanding): boolean => failure === 'x_proxy_engine_missing';

/** What is known of a way, in sentences. */
export function LastResult({ way: { last, label }, standing: { status, failure, at } }: LastResultProps) {
  const t = useT();
  if (status === 'none') return <p>{t('ways.result-none')}</p>;
  if (status === 'running')
    return <p>{t(isTor(label) ? 'ways.result-running-tor' : 'ways.result-running')}</p>;
  return (
    <>
      {failure !== null && <p>{t(failureWords(failure, label))}</p>}
      {failure === null && last?.outcome === 'works' && (
        <p>{t('ways.result-works', { seconds: last.seconds })}</p>
      )}
      {at !== null && <p className={style.when}>{t('ways.result-at', { at })}</p>}
    </>
  );
}
