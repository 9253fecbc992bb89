import { useCallback } from 'react';
import type { SettingsView } from '../../../core/contract.ts';
import { useEngine } from '../../bridge/context.ts';
import { useSpeaker } from '../../components/toast-context.ts';
import { useT } from '../../i18n/context.ts';

/** Changes settings, and says so when that was not possible. */
export function useChange(): (changes: Partial<SettingsView>) => void {
  const t = useT();
  const { bridge } = useEngine();
  const { toast } = useSpeaker();
  return useCallback(
    (changes) =>
      void bridge.call('changeSettings', { changes }).then((outcome) => {
        if (!outcome.ok) toast(t(`common.error-${outcome.error.code}`), 'blocked');
      }),
    [bridge, t, toast],
  );
}
