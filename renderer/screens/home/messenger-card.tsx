import { isOpen, type KnownState, type MessengerState } from '../../../core/contract.ts';
import { useEngine } from '../../bridge/context.ts';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { useNavigation } from '../../frame/navigation.ts';
import { useT } from '../../i18n/context.ts';
import { useDuration } from '../../i18n/duration.ts';
import { BADGE_TONES, badgeOf, mainPurpose } from '../../words/standing.ts';
import { storyOf } from '../../words/story.ts';
import { OnlyThroughNote } from './computer-note.tsx';
import style from './messenger-card.module.css';
import { MessengerSign } from './messenger-sign.tsx';
import { Parts } from './parts.tsx';

function Pointer({ messenger }: { readonly messenger: MessengerState }) {
  const t = useT();
  const { go } = useNavigation();
  const duration = useDuration();
  const { id, name, condition } = messenger;
  const route = mainPurpose(messenger)?.route ?? null;
  const hasWay = condition === 'works' || condition === 'partly';
  const isAsAlways = isOpen(messenger);
  return (
    <div className={style.pointer}>
      {hasWay && (
        <Button
          look={messenger.inUseSince === null && !isAsAlways ? 'primary' : 'quiet'}
          aria-label={t('home.what-now-for', { name })}
          onClick={() => go({ name: 'what-now', messenger: id })}
        >
          {t('home.what-now')}
        </Button>
      )}
      {(condition === 'blocked' || condition === 'partly') && (
        <Button
          aria-label={t('home.no-way-for', { name })}
          onClick={() => go({ name: 'no-way', messenger: id })}
        >
          {t('home.no-way')}
        </Button>
      )}
      {route !== null && !isAsAlways && (
        <span className={style.time}>{t('home.found-after', { duration: duration(route.seconds) })}</span>
      )}
    </div>
  );
}

interface MessengerCardProps {
  readonly messenger: MessengerState;
  readonly phase: KnownState['phase'];
}

/** One messenger: how it stands, why, what we did, and where to go from here. */
export function MessengerCard({ messenger, phase }: MessengerCardProps) {
  const t = useT();
  const { id, name, colour } = messenger;
  const { state } = useEngine();
  const story = storyOf(t, messenger, state.ways);
  const isGone = phase === 'lost' || phase === 'stopping';
  const badge = isGone ? phase : badgeOf(messenger);
  const isMeasured = !isGone && badge !== 'idle' && badge !== 'waiting';
  return (
    <Card className={style.card} aria-label={name}>
      <div className={style.head}>
        <MessengerSign name={name} colour={colour} />
        <h2>{name}</h2>
        <StatusBadge tone={BADGE_TONES[badge]}>{t(`home.state-${badge}`)}</StatusBadge>
      </div>
      {isMeasured && story.length > 0 && <p className={style.story}>{story.join(' ')}</p>}
      <OnlyThroughNote messenger={id} />
      {isMeasured && <Parts messenger={messenger} />}
      {isMeasured && badge !== 'searching' && <Pointer messenger={messenger} />}
    </Card>
  );
}
