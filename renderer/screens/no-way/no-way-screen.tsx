import { useEngine } from '../../bridge/context.ts';
import { Page } from '../../components/page.tsx';
import { useT } from '../../i18n/context.ts';
import { roundAbout } from '../../illustrations/between-people.tsx';
import { Picture } from '../../illustrations/picture.tsx';
import { AddWay } from './add-way.tsx';
import { AskFriend } from './ask-friend.tsx';
import { networkPage } from './network-pages.ts';
import { NetworkView } from './network-view.tsx';
import style from './no-way.module.css';

/** What can still help when nothing got through, for one messenger or for all; also the place to add a server. */
export function NoWayScreen({ messenger: id }: { readonly messenger: string | null }) {
  const t = useT();
  const { state, about } = useEngine();
  const page = networkPage(state.network, about.platform);
  if (page !== undefined && state.network !== null)
    return <NetworkView page={page} finding={state.network} />;
  const concerned = state.messengers.filter((one) => one.chosen && (id === null || one.id === id));
  const isStuck = concerned.some(({ condition }) => condition === 'blocked' || condition === 'partly');
  return (
    <Page title={t(isStuck ? 'no-way.title' : 'no-way.title-add')} hasBack>
      <div className={style.intro}>
        <p>{t(isStuck ? 'no-way.lead' : 'no-way.lead-add')}</p>
        <Picture drawing={roundAbout} />
      </div>
      <AddWay />
      <AskFriend />
    </Page>
  );
}
