import { useEngine } from '../../bridge/context.ts';
import { CopyField } from '../../components/copy-field.tsx';
import { Disclosure } from '../../components/disclosure.tsx';
import { useT } from '../../i18n/context.ts';
import { firewallLines, type Shared } from './doors.ts';
import style from './phones.module.css';

/** What to look for where a phone does not get through: the Wi-Fi, and this computer's firewall. */
export function FirewallHelp({ shared }: { readonly shared: Shared }) {
  const t = useT();
  const { platform } = useEngine().about;
  return (
    <div className={style.screenOnly}>
      <Disclosure title={t('phones.help')}>
        <div className={style.block}>
          <p>{t('phones.help-same')}</p>
          {platform === 'windows' && <p>{t('phones.help-windows')}</p>}
          {platform === 'macos' && <p>{t('phones.help-macos')}</p>}
          {platform === 'linux' && (
            <>
              <p>{t('phones.help-linux')}</p>
              {firewallLines(shared).map(({ name, line }) => (
                <CopyField key={name} label={name} value={line} />
              ))}
            </>
          )}
        </div>
      </Disclosure>
    </div>
  );
}
