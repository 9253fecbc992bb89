import type { WayTest } from '../../../core/contract.ts';
import type { Tone } from '../../components/tone.ts';
import { useT } from '../../i18n/context.ts';
import type { MessageKey } from '../../i18n/translator.ts';
import { failureWords } from './failure-words.ts';
import style from './last-result.module.css';

type Status = 'none' | WayTest['outcome'];

/** How the last test of a way stands, at a glance. */
export const STATUS = {
  none: { tone: 'rest', words: 'ways.status-none' },
  running: { tone: 'busy', words: 'ways.status-running' },
  works: { tone: 'works', words: 'ways.status-works' },
  failed: { tone: 'blocked', words: 'ways.status-failed' },
} as const satisfies Record<Status, { tone: Tone; words: MessageKey }>;

export const statusOf = (last: WayTest | null): Status => last?.outcome ?? 'none';

/** Whether a way failed for want of a program of others. */
export const needsProgram = (last: WayTest | null): boolean =>
  last?.outcome === 'failed' && last.failure === 'x_proxy_engine_missing';

/** What the last test of a way showed, in sentences. */
export function LastResult({ last }: { readonly last: WayTest | null }) {
  const t = useT();
  if (last === null) return <p>{t('ways.result-none')}</p>;
  if (last.outcome === 'running') return <p>{t('ways.result-running')}</p>;
  return (
    <>
      <p>
        {last.outcome === 'works'
          ? t('ways.result-works', { seconds: last.seconds })
          : t(failureWords(last.failure))}
      </p>
      <p className={style.when}>{t('ways.result-at', { at: last.at })}</p>
    </>
  );
}
