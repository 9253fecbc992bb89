import { useEffect, useState } from 'react';
import { useEngine } from '../../bridge/context.ts';
import { Page } from '../../components/page.tsx';
import { useT } from '../../i18n/context.ts';
import { FilesCard } from './files-card.tsx';
import { StickCard } from './stick-card.tsx';
import { usePlaces } from './use-places.ts';
import { WifiCard } from './wifi-card.tsx';

/** Files for people beside us, over the Wi-Fi that is shared or on a stick. What is offered ends when the view is left. */
export function HandOverScreen() {
  const t = useT();
  const { bridge, state } = useEngine();
  const { places, look } = usePlaces(bridge);
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  useEffect(() => {
    const stop = () => void bridge.call('stopHandOver', {});
    // A tab that is closed leaves no view behind to be taken down.
    window.addEventListener('pagehide', stop);
    return () => {
      window.removeEventListener('pagehide', stop);
      stop();
    };
  }, [bridge]);
  const files = places?.files ?? [];
  const ids = files.map(({ id }) => id).filter((id) => !left.has(id));
  const toggle = (id: string) =>
    setLeft((before) => new Set(before.has(id) ? [...before].filter((one) => one !== id) : [...before, id]));
  const { wifi = null, copy = null } = state.handOver ?? {};
  return (
    <Page title={t('hand-over.title')} lead={t('hand-over.lead')} backTo={{ name: 'offline' }}>
      <FilesCard places={places} isChosen={(id) => !left.has(id)} onToggle={toggle} onLook={look} />
      <WifiCard ids={ids} wifi={wifi} />
      <StickCard ids={ids} drives={places?.drives ?? []} copy={copy} onLook={look} />
    </Page>
  );
}
