import { LifeBuoy } from 'lucide-react';
import { Button } from '../components/button.tsx';
import { useT } from '../i18n/context.ts';
import { useNavigation } from './navigation.ts';

/** The way to the report, from wherever somebody may need help. */
export function SendLink() {
  const t = useT();
  const { go } = useNavigation();
  return (
    <Button look="plain" icon={<LifeBuoy />} onClick={() => go({ name: 'send' })}>
      {t('send.title')}
    </Button>
  );
}
