import { useEngine } from '../../bridge/context.ts';
import { useT } from '../../i18n/context.ts';
import { RivalNote } from './rival-note.tsx';

/** Says when this is another network than before, whether a VPN is measured in its place, and what nobody here can follow. */
export function UplinkNote() {
  const t = useT();
  const { insideVpn, proxy, isAnother } = useEngine().state.uplink;
  return (
    <>
      {isAnother && <p role="status">{t('home.uplink-another')}</p>}
      {insideVpn && <p>{t('home.uplink-vpn')}</p>}
      <RivalNote />
      {proxy === 'script' && <p>{t('details.proxy-script')}</p>}
    </>
  );
}
