import { useEngine } from '../../bridge/context.ts';
import { Links } from '../../components/links.tsx';
import { OfflineLink } from '../../frame/offline-link.tsx';
import { PhonesLink } from '../../frame/phones-link.tsx';
import { SendLink } from '../../frame/send-link.tsx';
import { TorNote } from '../../frame/tor-note.tsx';
import { useT } from '../../i18n/context.ts';
import { ComputerNote } from './computer-note.tsx';
import { DoingList } from './doing-list.tsx';
import { Hero } from './hero.tsx';
import style from './home-screen.module.css';
import { MessengerCard } from './messenger-card.tsx';
import { PhonesNote } from './phones-note.tsx';
import { TrayNote } from './tray-note.tsx';
import { Troubles } from './troubles.tsx';
import { UplinkNote } from './uplink-note.tsx';

/** One large button, and how each messenger stands. */
export function HomeScreen() {
  const t = useT();
  const { state } = useEngine();
  const chosen = state.messengers.filter((messenger) => messenger.chosen);
  return (
    <div className={style.home}>
      <Hero state={state} />
      <div className={style.rest}>
        <TrayNote />
        <Troubles />
        <UplinkNote />
        <TorNote />
        <PhonesNote />
        {state.phase === 'searching' && <DoingList steps={state.doing} messengers={state.messengers} />}
        <section className={style.messengers} aria-label={t('home.messengers')}>
          {chosen.map((messenger) => (
            <MessengerCard key={messenger.id} messenger={messenger} phase={state.phase} />
          ))}
        </section>
        <ComputerNote />
        <Links>
          {state.share.is === 'off' && <PhonesLink />}
          <OfflineLink />
          <SendLink />
        </Links>
      </div>
    </div>
  );
}
