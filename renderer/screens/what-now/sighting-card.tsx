import { useEffect, useState } from 'react';
import { isOpen, type MessengerState } from '../../../core/contract.ts';
import { useEngine } from '../../bridge/context.ts';
import { Button } from '../../components/button.tsx';
import { Notice } from '../../components/notice.tsx';
import { useT } from '../../i18n/context.ts';
import { isBack } from './carried.ts';
import { useGuideWords } from './guide-words.ts';
import { PathCard } from './path-card.tsx';
import style from './what-now.module.css';

/** Milliseconds after which silence needs an explanation. */
const PATIENCE = 60_000;

interface SightingCardProps {
  readonly messenger: MessengerState;
  /** What to try when nothing is seen. */
  readonly hints: readonly string[];
  /** How often something was handed over: each time the waiting begins anew. */
  readonly handOvers: number;
}

/** The check mark. It comes from the messenger's own traffic in the local proxy, never from a press or a page. */
export function SightingCard({ messenger, hints, handOvers }: SightingCardProps) {
  const t = useT();
  const words = useGuideWords();
  const { bridge, state } = useEngine();
  const { name, inUseSince } = messenger;
  const isAwaited = inUseSince === null && state.phase === 'on' && isBack(messenger) && !isOpen(messenger);
  const isLate = useLate(isAwaited, handOvers);
  return (
    <PathCard title={t('what-now.check-title')} isDone={inUseSince !== null}>
      <div role="status">
        {inUseSince !== null ? (
          <Notice tone="works" title={t('what-now.check-seen', { name })}>
            {t('what-now.check-since', { since: inUseSince })}
          </Notice>
        ) : (
          <Notice tone={handOvers > 0 ? 'busy' : 'rest'}>
            {t(handOvers > 0 ? 'what-now.check-waiting' : 'what-now.check-not-asked', { name })}
          </Notice>
        )}
        {isLate && (
          <div className={style.late}>
            <p>{t('what-now.check-late', { name })}</p>
            <ul className={style.list}>
              {hints.map((hint) => (
                <li key={hint}>{words(hint, { name })}</li>
              ))}
            </ul>
          </div>
        )}
      </div>
      {isLate && (
        <div className={style.buttons}>
          <Button onClick={() => void bridge.call('connect', {})}>{t('what-now.search-again')}</Button>
        </div>
      )}
    </PathCard>
  );
}

function useLate(isWaiting: boolean, since: number): boolean {
  const [lateSince, setLateSince] = useState<number | null>(null);
  useEffect(() => {
    if (!isWaiting) return;
    const timer = setTimeout(() => setLateSince(since), PATIENCE);
    return () => clearTimeout(timer);
  }, [isWaiting, since]);
  return isWaiting && lateSince === since;
}
