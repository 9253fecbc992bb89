import { useEngine } from '../bridge/context.ts';
import { Notice } from '../components/notice.tsx';
import { Progress } from '../components/progress.tsx';
import { useT } from '../i18n/context.ts';

/** How far Tor is, while it is being started; nothing at other times. */
export function TorNote() {
  const t = useT();
  const { tor } = useEngine().state;
  if (tor === undefined || tor.stage === 'done') return null;
  const title = t('engines.tor-title', { percent: tor.percent });
  return (
    <Notice tone="busy" title={title}>
      <p role="status">{t(`engines.tor-${tor.stage}`)}</p>
      <Progress label={title} value={tor.percent} max={100} />
    </Notice>
  );
}
