import { Smartphone } from 'lucide-react';
import { Button } from '../components/button.tsx';
import { useT } from '../i18n/context.ts';
import { useNavigation } from './navigation.ts';

/** The way to sharing with phones. */
export function PhonesLink() {
  const t = useT();
  const { go } = useNavigation();
  return (
    <Button look="plain" icon={<Smartphone />} onClick={() => go({ name: 'phones' })}>
      {t('phones.link')}
    </Button>
  );
}
