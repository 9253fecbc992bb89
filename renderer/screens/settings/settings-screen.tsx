import { TEXT_SIZES, THEMES } from '../../../core/contract.ts';
import { useEngine } from '../../bridge/context.ts';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { Choices } from '../../components/choices.tsx';
import { Page } from '../../components/page.tsx';
import { Switch } from '../../components/switch.tsx';
import { useNavigation } from '../../frame/navigation.ts';
import { useT } from '../../i18n/context.ts';
import { EraseCard } from './erase-card.tsx';
import { LanguageField } from './language-field.tsx';
import { LoginSwitch } from './login-switch.tsx';
import { MessengerOrder } from './messenger-order.tsx';
import { OnlyThrough } from './only-through.tsx';
import { RestoreInternet } from './restore-internet.tsx';
import style from './settings-screen.module.css';
import { SystemProxy } from './system-proxy.tsx';
import { useChange } from './use-change.ts';

/** What the person can set. Everything takes effect at once. */
export function SettingsScreen() {
  const t = useT();
  const { state, about } = useEngine();
  const { go } = useNavigation();
  const change = useChange();
  const { theme, textSize, plainLook } = state.settings;
  return (
    <Page title={t('settings.title')}>
      <Card>
        <h2>{t('settings.messengers')}</h2>
        <p className={style.soft}>{t('settings.messengers-lead')}</p>
        <MessengerOrder />
      </Card>
      <Card>
        <h2>{t('settings.language')}</h2>
        <LanguageField />
      </Card>
      <Card className={style.look}>
        <h2>{t('settings.look')}</h2>
        <Choices
          label={t('settings.theme')}
          options={THEMES.map((value) => ({ value, label: t(`settings.theme-${value}`) }))}
          value={theme}
          onChange={(value) => change({ theme: value })}
        />
        <Choices
          label={t('settings.text-size')}
          options={TEXT_SIZES.map((value) => ({ value, label: t(`settings.text-${value}`) }))}
          value={textSize}
          onChange={(value) => change({ textSize: value })}
        />
        <Switch
          label={t('settings.plain')}
          description={t('settings.plain-more', { name: t('common.plain-name') })}
          isOn={plainLook}
          onChange={(on) => change({ plainLook: on })}
        />
      </Card>
      <Card>
        <h2>{t('settings.computer')}</h2>
        <SystemProxy />
        <RestoreInternet />
        {about.startsAtLogin !== null && <LoginSwitch isOn={about.startsAtLogin} />}
      </Card>
      <OnlyThrough />
      <Card>
        <h2>{t('settings.about')}</h2>
        <p>{t('settings.version', { version: about.version })}</p>
        <Button className={style.start} onClick={() => go({ name: 'honest', from: 'settings' })}>
          {t('settings.honest')}
        </Button>
      </Card>
      <EraseCard />
    </Page>
  );
}
