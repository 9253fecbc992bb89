import type { MessengerState } from '../../../core/contract.ts';
import { Card } from '../../components/card.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import type { Tone } from '../../components/tone.ts';
import { useT } from '../../i18n/context.ts';
import type { MessageKey } from '../../i18n/translator.ts';
import { type Carriage, carriedBy } from './carried.ts';
import { useGuideWords } from './guide-words.ts';
import style from './what-now.module.css';

const SHOWN: Readonly<Record<Carriage, { readonly tone: Tone; readonly words: MessageKey }>> = {
  works: { tone: 'works', words: 'what-now.carried-works' },
  untried: { tone: 'partly', words: 'what-now.carried-untried' },
  missing: { tone: 'blocked', words: 'what-now.carried-missing' },
  never: { tone: 'rest', words: 'what-now.carried-calls-no' },
};

interface CarriedCardProps {
  readonly messenger: MessengerState;
  /** Why calls are not carried. */
  readonly calls: string;
}

/** Messages, pictures and calls, each by itself. */
export function CarriedCard({ messenger, calls }: CarriedCardProps) {
  const t = useT();
  const words = useGuideWords();
  const carried = carriedBy(messenger);
  return (
    <Card aria-labelledby="carried">
      <h2 id="carried">{t('what-now.carried-title')}</h2>
      <dl className={style.carried}>
        {(['text', 'media', 'calls'] as const).map((kind) => (
          <div key={kind}>
            <dt>{t(`what-now.carried-${kind}`)}</dt>
            <dd>
              <StatusBadge tone={SHOWN[carried[kind]].tone}>{t(SHOWN[carried[kind]].words)}</StatusBadge>
              {kind === 'calls' && <p className={style.soft}>{words(calls, { name: messenger.name })}</p>}
            </dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}
