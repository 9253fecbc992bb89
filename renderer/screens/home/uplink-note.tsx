import { useEngine } from '../../bridge/context.ts';
import { useT } from '../../i18n/context.ts';

/** Says when this is another network than before, and whether a VPN is measured in its place. */
export function UplinkNote() {
  const t = useT();
  const { insideVpn, isAnother } = useEngine().state.uplink;
  return (
    <>
      {isAnother && <p role="status">{t('home.uplink-another')}</p>}
      {insideVpn && <p>{t('home.uplink-vpn')}</p>}
    </>
  );
}
