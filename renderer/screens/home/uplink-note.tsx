import { useEngine } from '../../bridge/context.ts';
import { Notice } from '../../components/notice.tsx';
import { useT } from '../../i18n/context.ts';
import { RivalNote, useRivals } from './rival-note.tsx';

/**
 * Says, all in one place, when this is another network than before, whether a VPN is measured in its place, which other
 * programs disturb, and what nobody here can follow.
 */
export function UplinkNote() {
  const t = useT();
  const { insideVpn, proxy, isAnother } = useEngine().state.uplink;
  const hasRivals = useRivals().length > 0;
  if (!isAnother && !insideVpn && !hasRivals && proxy !== 'script') return null;
  return (
    <Notice tone="info">
      {isAnother && <p role="status">{t('home.uplink-another')}</p>}
      {insideVpn && <p>{t('home.uplink-vpn')}</p>}
      <RivalNote />
      {proxy === 'script' && <p>{t('home.uplink-detour')}</p>}
    </Notice>
  );
}
