import { useState } from 'react';
import { isOpen, type MessengerState } from '../../../core/contract.ts';
import { useEngine } from '../../bridge/context.ts';
import { Button } from '../../components/button.tsx';
import { Links } from '../../components/links.tsx';
import { Notice } from '../../components/notice.tsx';
import { Page } from '../../components/page.tsx';
import { useNavigation } from '../../frame/navigation.ts';
import { OfflineLink } from '../../frame/offline-link.tsx';
import { PhonesLink } from '../../frame/phones-link.tsx';
import { useT } from '../../i18n/context.ts';
import type { MessageKey } from '../../i18n/translator.ts';
import { isBack } from './carried.ts';
import { CarriedCard } from './carried-card.tsx';
import { chooseNotes, chooseUses } from './choose-uses.ts';
import { guideOf } from './guides.ts';
import { LinkCard } from './link-card.tsx';
import { LinkedQuestion } from './linked-question.tsx';
import { NotOn } from './not-on.tsx';
import { Notes } from './notes.tsx';
import { OpenCard } from './open-card.tsx';
import { SightingCard } from './sighting-card.tsx';
import { useApps } from './use-apps.ts';
import style from './what-now.module.css';

/** The last step for one messenger: how it takes the new way on this system, and whether it does. */
export function WhatNowScreen({ messenger: id }: { readonly messenger: string }) {
  const t = useT();
  const { state } = useEngine();
  const messenger = state.messengers.find((one) => one.id === id);
  if (messenger !== undefined) return <LastStep key={id} messenger={messenger} />;
  return (
    <Page title={t('common.error-not-found')} hasBack>
      {null}
    </Page>
  );
}

function LastStep({ messenger }: { readonly messenger: MessengerState }) {
  const t = useT();
  const { state, about } = useEngine();
  const { go } = useNavigation();
  const [isLinked, setIsLinked] = useState<boolean | null>(null);
  const [handOvers, setHandOvers] = useState(0);
  const { id, name, hasWebApp } = messenger;
  const guide = guideOf(id);
  const canShare = guide.notes.some(({ text }) => text === 'what-now.phone-by-sharing');
  const lead = leadOf(messenger);
  const apps = useApps(id);
  const uses = apps === null ? null : chooseUses(guide, about, apps, hasWebApp);
  const others = state.messengers.filter((one) => one.chosen && one.id !== id && isBack(one));
  return (
    <Page
      title={t(titleOf(messenger), { name })}
      lead={lead === undefined ? undefined : t(lead, { name })}
      hasBack
    >
      {state.phase !== 'on' && <NotOn phase={state.phase} />}
      {state.phase === 'on' && !isBack(messenger) && (
        <Notice
          tone="partly"
          actions={
            <Button onClick={() => go({ name: 'no-way', messenger: id })}>{t('what-now.see-help')}</Button>
          }
        >
          {t('what-now.not-yet', { name })}
        </Notice>
      )}
      <ol className={style.path}>
        {guide.linking !== undefined && (
          <LinkedQuestion
            name={name}
            question={guide.linking.question}
            answer={isLinked}
            onAnswer={setIsLinked}
          />
        )}
        <OpenCard name={name} id={id} uses={uses} onHandOver={() => setHandOvers((count) => count + 1)} />
        {guide.linking !== undefined && isLinked === false && (
          <LinkCard name={name} linking={guide.linking} />
        )}
        <SightingCard messenger={messenger} hints={guide.notSeen} handOvers={handOvers} />
      </ol>
      {(state.phase === 'on' || state.phase === 'searching') && (
        <CarriedCard messenger={messenger} calls={guide.calls} />
      )}
      <Notes name={name} notes={chooseNotes(guide, about.platform)} />
      {others.length > 0 && (
        <section className={style.others}>
          <h2>{t('what-now.others')}</h2>
          <div className={style.buttons}>
            {others.map((other) => (
              <Button key={other.id} onClick={() => go({ name: 'what-now', messenger: other.id })}>
                {t('what-now.open-other', { name: other.name })}
              </Button>
            ))}
          </div>
        </section>
      )}
      <Links>
        {canShare && <PhonesLink />}
        <OfflineLink />
      </Links>
    </Page>
  );
}

function titleOf(messenger: MessengerState): MessageKey {
  const { condition, inUseSince } = messenger;
  if (inUseSince !== null) return 'what-now.title-in-use';
  if (isOpen(messenger)) return 'what-now.title-open';
  if (condition === 'works') return 'what-now.title';
  return condition === 'partly' ? 'what-now.title-partly' : 'what-now.title-not-yet';
}

function leadOf(messenger: MessengerState): MessageKey | undefined {
  if (!isBack(messenger) || messenger.inUseSince !== null) return undefined;
  return isOpen(messenger) ? 'what-now.lead-open' : 'what-now.lead';
}
