import { Printer } from 'lucide-react';
import { Button } from '../../components/button.tsx';
import { Page } from '../../components/page.tsx';
import { useT } from '../../i18n/context.ts';
import { PassOn } from '../no-way/nearby.tsx';
import { GUIDES } from './data.ts';
import { GuideCard } from './guide-card.tsx';
import { PrepareCard } from './prepare-card.tsx';
import { WordsCard } from './words-card.tsx';

/** What helps while there is no internet, and what to do before. Needs no network and asks nobody. */
export function OfflineScreen() {
  const t = useT();
  return (
    <Page
      title={t('offline.title')}
      lead={t('offline.lead')}
      hasBack
      actions={
        <Button icon={<Printer />} onClick={() => window.print()}>
          {t('offline.print')}
        </Button>
      }
    >
      <PrepareCard />
      <WordsCard />
      <PassOn />
      {GUIDES.map((guide) => (
        <GuideCard key={guide.id} guide={guide} />
      ))}
    </Page>
  );
}
