import { useState } from 'react';
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
