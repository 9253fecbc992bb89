import { useState } from 'react';
import { Page } from '../../components/page.tsx';
import { SendLink } from '../../frame/send-link.tsx';
import { useT } from '../../i18n/context.ts';
import { HistorySection } from './history-section.tsx';
import { Log } from './log-section.tsx';
import { Overview } from './overview.tsx';
import { Tabs } from './tabs.tsx';
import { TimelineSection } from './timeline-section.tsx';
import { Traffic } from './traffic-section.tsx';

const PARTS = {
  overview: Overview,
  timeline: TimelineSection,
  traffic: Traffic,
  log: Log,
  history: HistorySection,
} as const;
type Part = keyof typeof PARTS;
const ORDER = ['overview', 'timeline', 'traffic', 'history', 'log'] as const satisfies readonly Part[];

/** Everything that is known, for those who want it exactly. Streams are watched by the part that is open alone. */
export function DetailsScreen() {
  const t = useT();
  const [open, setOpen] = useState<Part>('overview');
  const Open = PARTS[open];
  return (
    <Page title={t('details.title')} lead={t('details.lead')} actions={<SendLink />}>
      <Tabs
        label={t('details.tabs')}
        tabs={ORDER.map((name) => ({ name, label: t(`details.tab-${name}`) }))}
        open={open}
        onOpen={setOpen}
      >
        <Open />
      </Tabs>
    </Page>
  );
}
