import { useState } from 'react';
import { useEngine } from '../../bridge/context.ts';
import { Links } from '../../components/links.tsx';
import { Page } from '../../components/page.tsx';
import { OfflineLink } from '../../frame/offline-link.tsx';
import { SendLink } from '../../frame/send-link.tsx';
import { useT } from '../../i18n/context.ts';
import { roundAbout } from '../../illustrations/between-people.tsx';
import { Picture } from '../../illustrations/picture.tsx';
import { AddWay } from './add-way.tsx';
import { AskFriend } from './ask-friend.tsx';
import { networkPage } from './network-pages.ts';
import { NetworkView } from './network-view.tsx';
import style from './no-way.module.css';
import { useIntake } from './use-intake.ts';

/** What can still help when nothing got through, for one messenger or for all; also the place to add a server. */
export function NoWayScreen({ messenger: id }: { readonly messenger: string | null }) {
  const t = useT();
  const { bridge, state, about } = useEngine();
  /** Here, so that what was typed outlives a network that comes and goes. */
  const controls = useIntake(bridge);
  const concerned = state.messengers.filter((one) => one.chosen && (id === null || one.id === id));
  /** As it was when the view opened: its title does not change while a server is tried. */
  const [isStuck] = useState(
    concerned.some(({ condition }) => condition === 'blocked' || condition === 'partly'),
  );
  const page = networkPage(state.network, about.platform);
  if (page !== undefined && state.network !== null) {
    return <NetworkView page={page} finding={state.network} controls={controls} />;
  }
  return (
    <Page title={t(isStuck ? 'no-way.title' : 'no-way.title-add')} hasBack>
      <div className={style.intro}>
        <p>{t(isStuck ? 'no-way.lead' : 'no-way.lead-add')}</p>
        <Picture drawing={roundAbout} />
      </div>
      <AddWay controls={controls} />
      <AskFriend />
      <Links>
        <OfflineLink />
        <SendLink />
      </Links>
    </Page>
  );
}
