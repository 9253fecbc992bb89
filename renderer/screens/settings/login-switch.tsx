import { useEffect, useState } from 'react';
import { useEngine } from '../../bridge/context.ts';
import { Switch } from '../../components/switch.tsx';
import { useSpeaker } from '../../components/toast-context.ts';
import { useT } from '../../i18n/context.ts';

/** Whether the system opens Footbridge at login. It falls back where the system refuses. */
export function LoginSwitch({ isOn }: { readonly isOn: boolean }) {
  const t = useT();
  const { bridge } = useEngine();
  const { toast } = useSpeaker();
  const [shown, setShown] = useState(isOn);
  // What was known when the window opened may have changed since, here or in the system.
  useEffect(() => {
    let isCurrent = true;
    void bridge.call('about', {}).then((outcome) => {
      if (isCurrent && outcome.ok) setShown(outcome.value.startsAtLogin ?? false);
    });
    return () => {
      isCurrent = false;
    };
  }, [bridge]);
  const change = async (on: boolean) => {
    setShown(on);
    const outcome = await bridge.call('startAtLogin', { on });
    if (outcome.ok) return;
    setShown(!on);
    toast(t(`common.error-${outcome.error.code}`), 'blocked');
  };
  return (
    <Switch
      label={t('settings.start-at-login')}
      description={t('settings.start-at-login-more')}
      isOn={shown}
      onChange={(on) => void change(on)}
    />
  );
}
