import { useEngine } from '../../bridge/context.ts';
import { Button } from '../../components/button.tsx';
import { Notice } from '../../components/notice.tsx';
import { useT } from '../../i18n/context.ts';

/** Says once that closing the window does not end the program. */
export function TrayNote() {
  const t = useT();
  const { bridge, state, about } = useEngine();
  if (!about.hasTray || state.settings.trayExplained || state.phase !== 'on') return null;
  return (
    <Notice
      tone="info"
      title={t('home.tray-title')}
      actions={
        <Button onClick={() => void bridge.call('changeSettings', { changes: { trayExplained: true } })}>
          {t('home.tray-yes')}
        </Button>
      }
    >
      <p>{t('home.tray-text')}</p>
    </Notice>
  );
}
