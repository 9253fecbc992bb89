import { Printer } from 'lucide-react';
import { useEngine } from '../../bridge/context.ts';
import { Button } from '../../components/button.tsx';
import { Notice } from '../../components/notice.tsx';
import { Page } from '../../components/page.tsx';
import { useT } from '../../i18n/context.ts';
import { DevicesCard } from './devices-card.tsx';
import { type Shared, telegramPorts, whatsappDoor } from './doors.ts';
import { FirewallHelp } from './firewall-help.tsx';
import style from './phones.module.css';
import { ShareCard } from './share-card.tsx';
import { TelegramCard } from './telegram-card.tsx';
import { WhatsappCard } from './whatsapp-card.tsx';

function Opened({ shared }: { readonly shared: Shared }) {
  const t = useT();
  const door = whatsappDoor(shared);
  const ways = telegramPorts(shared);
  return (
    <>
      {door !== null && <WhatsappCard door={door} />}
      {ways.length > 0 && <TelegramCard place={[shared.addresses[0], ...ways].join(' ')} />}
      <Notice tone="info" title="Signal">
        <p>{t('phones.signal')}</p>
      </Notice>
      <DevicesCard devices={shared.devices} refused={shared.refused} />
      <FirewallHelp shared={shared} />
    </>
  );
}

/** Sharing with phones: the switch, what to do on each phone (also on paper), and who has come. */
export function PhonesScreen() {
  const t = useT();
  const { share } = useEngine().state;
  return (
    <Page
      title={t('phones.title')}
      lead={t('phones.lead')}
      hasBack
      actions={
        share.is === 'on' && (
          <Button icon={<Printer />} className={style.screenOnly} onClick={() => window.print()}>
            {t('phones.print')}
          </Button>
        )
      }
    >
      <ShareCard />
      {share.is === 'on' && <Opened shared={share} />}
    </Page>
  );
}
