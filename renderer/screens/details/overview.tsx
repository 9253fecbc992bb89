import { useEngine } from '../../bridge/context.ts';
import { CopyField } from '../../components/copy-field.tsx';
import { Notice } from '../../components/notice.tsx';
import { useT } from '../../i18n/context.ts';
import { RivalNote } from '../home/rival-note.tsx';
import { Addresses } from './addresses.tsx';
import { FindingWords } from './finding-words.tsx';
import style from './overview.module.css';
import { Section } from './section.tsx';
import { Verdicts } from './verdicts.tsx';

/** What holds at this moment: addresses, the network, each messenger, what went wrong, the version. */
export function Overview() {
  return (
    <>
      <Addresses />
      <Verdicts />
      <Network />
      <Troubles />
      <Version />
    </>
  );
}

function Network() {
  const t = useT();
  const { network, uplink } = useEngine().state;
  return (
    <Section title={t('details.network-title')} lead={t('details.network-lead')}>
      {network === null ? (
        <p>{t('details.network-fine')}</p>
      ) : (
        <Notice tone="partly">
          <FindingWords finding={network} />
        </Notice>
      )}
      {uplink.insideVpn && <p>{t('home.uplink-vpn')}</p>}
      <RivalNote />
      {uplink.proxy !== 'none' && <p>{t(`details.proxy-${uplink.proxy}`)}</p>}
    </Section>
  );
}

function Troubles() {
  const t = useT();
  const { troubles } = useEngine().state;
  return (
    <Section title={t('details.troubles-title')} lead={t('details.troubles-lead')}>
      {troubles.length === 0 && <p>{t('details.troubles-none')}</p>}
      <ul className={style.troubles}>
        {troubles.toReversed().map(({ code, message, transport }) => (
          <li key={`${code} ${transport}`} dir="ltr" lang="en">
            <code className={style.code}>{code}</code>
            <span>{message}</span>
            {transport !== null && <code className={style.transport}>{transport}</code>}
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Version() {
  const t = useT();
  const { version, shell, platform } = useEngine().about;
  return (
    <Section title={t('details.version-title')} lead={t('details.version-lead')}>
      <CopyField
        label={t('details.version-label')}
        value={t('details.version-text', { version, shell, platform })}
        isText
      />
    </Section>
  );
}
