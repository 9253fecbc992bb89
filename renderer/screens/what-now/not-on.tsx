import type { KnownState } from '../../../core/contract.ts';
import { useEngine } from '../../bridge/context.ts';
import { Button } from '../../components/button.tsx';
import { Notice } from '../../components/notice.tsx';
import { useT } from '../../i18n/context.ts';

interface NotOnProps {
  readonly phase: Exclude<KnownState['phase'], 'on'>;
}

/** Why the buttons of the last step do not work now; to connect, nobody has to find the way back. */
export function NotOn({ phase }: NotOnProps) {
  const t = useT();
  const { bridge } = useEngine();
  if (phase === 'searching') return <Notice tone="rest">{t('what-now.still-searching')}</Notice>;
  if (phase !== 'off') return <Notice tone="rest">{t('what-now.not-connected')}</Notice>;
  return (
    <Notice
      tone="rest"
      actions={<Button onClick={() => void bridge.call('connect', {})}>{t('home.button-connect')}</Button>}
    >
      {t('what-now.not-connected')}
    </Notice>
  );
}
