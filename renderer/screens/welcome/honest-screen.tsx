import { Page } from '../../components/page.tsx';
import { useT } from '../../i18n/context.ts';
import { HonestWords } from './honest-words.tsx';

/** What Footbridge hides and what not, as a page of its own. */
export function HonestScreen({ from }: { readonly from: 'home' | 'settings' }) {
  const t = useT();
  return (
    <Page title={t('welcome.honest-title')} lead={t('welcome.honest-lead')} backTo={{ name: from }}>
      <HonestWords />
    </Page>
  );
}
