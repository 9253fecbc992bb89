import { ExternalLink, FileCog, FlaskConical, KeyRound, Pencil, QrCode, Send, Trash2 } from 'lucide-react';
import { useId, useState } from 'react';
import type { Way } from '../../../core/contract.ts';
import { useEngine } from '../../bridge/context.ts';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { Menu } from '../../components/menu.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { useSpeaker } from '../../components/toast-context.ts';
import { useLanguage } from '../../i18n/context.ts';
import { needsBridges } from './failure-words.ts';
import { KeyDialog } from './key-dialog.tsx';
import { LastResult, needsProgram, STATUS } from './last-result.tsx';
import { MoveButtons } from './move-buttons.tsx';
import type { Direction } from './places.ts';
import { ProgramDialog } from './program-dialog.tsx';
import { RemoveDialog } from './remove-dialog.tsx';
import { RenameDialog } from './rename-dialog.tsx';
import { ShareDialog } from './share-dialog.tsx';
import { useAsk } from './use-ask.ts';
import style from './way-card.module.css';
import { isForTelegram, runsHere, wayName } from './way-name.ts';
import { wayStanding } from './way-standing.ts';

interface WayCardProps {
  readonly way: Way;
  /** Counted from 0. */
  readonly place: number;
  readonly count: number;
  readonly onMove: (direction: Direction) => void;
}

/** One way: what it is called, how its last test went, and what can be done with it. */
export function WayCard({ way, place, count, onMove }: WayCardProps) {
  const { t, tag } = useLanguage();
  const ask = useAsk();
  const { announce, toast } = useSpeaker();
  const [open, setOpen] = useState<'rename' | 'share' | 'remove' | 'key' | 'program' | null>(null);
  const [isAsked, setIsAsked] = useState(false);
  const [titleId, telegramId] = [useId(), useId()];
  const name = wayName(way);
  const standing = wayStanding(way, useEngine().state.troubles);
  const { status } = standing;
  const isBusy = isAsked || status === 'running';

  const test = async () => {
    setIsAsked(true);
    const result = await ask('testWay', { id: way.id });
    setIsAsked(false);
    if (result !== undefined) announce(t(STATUS[result.outcome].words));
  };
  const giveToTelegram = async () => {
    const given = await ask('giveToTelegram', { id: way.id });
    if (given !== undefined) toast(t('ways.to-telegram-done'), 'works');
  };
  const close = () => setOpen(null);

  return (
    <Card aria-labelledby={titleId} className={style.card}>
      <header className={style.head}>
        <span className={style.place} aria-hidden="true">
          {new Intl.NumberFormat(tag).format(place + 1)}
        </span>
        <h2 id={titleId} className={style.name}>
          <bdi dir={way.name === null ? 'ltr' : 'auto'}>{name}</bdi>
        </h2>
        {way.name !== null && (
          <code className={style.address} dir="ltr">
            {way.label}
          </code>
        )}
        <MoveButtons way={way} place={place} count={count} onMove={onMove} />
      </header>
      <div className={style.result}>
        <StatusBadge tone={STATUS[status].tone}>{t(STATUS[status].words)}</StatusBadge>
        <LastResult way={way} standing={standing} />
      </div>
      <div className={style.actions}>
        {needsProgram(standing) && (
          <Button icon={<FileCog />} aria-describedby={titleId} onClick={() => setOpen('program')}>
            {t('engines.get-title')}
          </Button>
        )}
        {way.keyChange !== undefined && (
          <Button look="primary" icon={<KeyRound />} onClick={() => setOpen('key')}>
            {t('ways.key-compare')}
          </Button>
        )}
        <Button
          icon={<FlaskConical />}
          isBusy={isBusy}
          aria-label={t(isBusy ? 'ways.testing-name' : 'ways.test-name', { name })}
          onClick={() => void test()}
        >
          {t(isBusy ? 'ways.testing' : 'ways.test')}
        </Button>
        {standing.failure !== null && needsBridges(standing.failure, way.label) && (
          <Button icon={<ExternalLink />} onClick={() => void ask('openPage', { page: 'tor-bridges' })}>
            {t('ways.get-bridges')}
          </Button>
        )}
        {!runsHere(way) && (
          <Button
            icon={<QrCode />}
            aria-label={t('ways.share-name', { name })}
            onClick={() => setOpen('share')}
          >
            {t('ways.share')}
          </Button>
        )}
        {isForTelegram(way) && (
          <Button
            icon={<Send />}
            id={telegramId}
            aria-labelledby={`${telegramId} ${titleId}`}
            onClick={() => void giveToTelegram()}
          >
            {t('ways.to-telegram')}
          </Button>
        )}
        <Menu
          label={t('ways.more-name', { name })}
          items={[
            { label: t('ways.rename'), icon: <Pencil />, onSelect: () => setOpen('rename') },
            { label: t('ways.remove'), icon: <Trash2 />, isDanger: true, onSelect: () => setOpen('remove') },
          ]}
        />
      </div>
      {open === 'program' && (
        <ProgramDialog
          way={way}
          onClose={close}
          onHere={() => {
            close();
            void test();
          }}
        />
      )}
      {open === 'rename' && <RenameDialog way={way} onClose={close} />}
      {open === 'share' && <ShareDialog way={way} onClose={close} />}
      {open === 'key' && way.keyChange !== undefined && (
        <KeyDialog way={way} change={way.keyChange} onClose={close} />
      )}
      {open === 'remove' && <RemoveDialog way={way} onClose={close} />}
    </Card>
  );
}
