import { useEngine } from '../../bridge/context.ts';
import { CopyField } from '../../components/copy-field.tsx';
import { useT } from '../../i18n/context.ts';
import style from './addresses.module.css';
import { Section } from './section.tsx';

/** Where programs find the local proxy. */
export function Addresses() {
  const t = useT();
  const { state } = useEngine();
  return (
    <Section title={t('details.addresses-title')} lead={t('details.addresses-lead')}>
      {state.phase === 'on' ? (
        <>
          <div className={style.pair}>
            <CopyField label={t('details.address-socks')} value={`${state.proxy.host}:${state.proxy.port}`} />
            <CopyField label={t('details.address-http')} value={`${state.proxy.host}:${state.proxy.port}`} />
          </div>
          <CopyField label={t('details.address-pac')} value={state.proxy.pac} />
          <p className={style.hint}>{t('details.address-pac-hint')}</p>
        </>
      ) : (
        <p>{t('details.addresses-closed')}</p>
      )}
    </Section>
  );
}
