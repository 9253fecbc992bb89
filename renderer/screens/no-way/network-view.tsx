import { useState } from 'react';
import type { FindingView, NetworkFinding, OutageView } from '../../../core/contract.ts';
import { useEngine } from '../../bridge/context.ts';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { Disclosure } from '../../components/disclosure.tsx';
import { Links } from '../../components/links.tsx';
import { Notice } from '../../components/notice.tsx';
import { Page } from '../../components/page.tsx';
import { OfflineLink } from '../../frame/offline-link.tsx';
import { SendLink } from '../../frame/send-link.tsx';
import { useT } from '../../i18n/context.ts';
import { tornLine } from '../../illustrations/between-people.tsx';
import { Picture } from '../../illustrations/picture.tsx';
import { AddWay } from './add-way.tsx';
import { Nearby, PassOn } from './nearby.tsx';
import { issuerOf, type NetworkPage } from './network-pages.ts';
import style from './no-way.module.css';
import { isSearching } from './trial.ts';
import type { IntakeControls } from './use-intake.ts';

interface NetworkViewProps {
  readonly page: NetworkPage;
  readonly finding: NetworkFinding;
  readonly controls: IntakeControls;
}

/** When the whole network is the matter: what it means, what to check, what works meanwhile. Needs no network. */
export function NetworkView({ page, finding, controls }: NetworkViewProps) {
  const t = useT();
  const { bridge, state } = useEngine();
  const hasLine = page.cause === 'shutdown' || page.cause === 'offline';
  return (
    <Page title={t(page.title)} lead={t(page.lead)} hasBack>
      {finding.outage !== undefined && <SoFar outage={finding.outage} />}
      {page.cause === 'clock-wrong' && <ClockNow />}
      {page.cause === 'intercepted' && <Issuer finding={finding} />}
      <Card aria-labelledby="check">
        <h2 id="check">{t('no-way.check-first')}</h2>
        <div className={style.beside}>
          <ol className={style.list}>
            {page.checks.map((key) => (
              <li key={key}>{t(key)}</li>
            ))}
          </ol>
          {hasLine && <Picture drawing={tornLine} />}
        </div>
      </Card>
      <Card aria-labelledby="again">
        <h2 id="again">{t('no-way.again-title')}</h2>
        <p>{t(page.again)}</p>
        <div className={style.buttons}>
          <Button look="primary" isBusy={isSearching(state)} onClick={() => void bridge.call('connect', {})}>
            {t('no-way.again')}
          </Button>
        </div>
      </Card>
      {page.isNearby && <Nearby />}
      {page.isNearby && <PassOn />}
      <Disclosure title={t('no-way.server-all-the-same')} isOpen={controls.intake.stage !== 'nothing'}>
        <AddWay controls={controls} />
      </Disclosure>
      <Links>
        <OfflineLink />
        <SendLink />
      </Links>
    </Page>
  );
}

/** How sure it is by now, and that it is looked after. */
function SoFar({ outage: { since, isConfirmed } }: { readonly outage: OutageView }) {
  const t = useT();
  return (
    <Notice tone="rest">
      <p>{isConfirmed ? t('offline.outage-since', { since }) : t('offline.outage-first')}</p>
    </Notice>
  );
}

function ClockNow() {
  const t = useT();
  const [now] = useState(Date.now);
  return <Notice tone="partly" title={t('no-way.clock-wrong-now', { now })} />;
}

function Issuer({ finding }: { readonly finding: FindingView }) {
  const t = useT();
  const issuer = issuerOf(finding);
  return issuer === undefined ? null : (
    <Notice tone="blocked" title={t('no-way.intercepted-issuer', { issuer })} />
  );
}
