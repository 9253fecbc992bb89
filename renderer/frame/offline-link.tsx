import { CloudOff } from 'lucide-react';
import { Button } from '../components/button.tsx';
import { useT } from '../i18n/context.ts';
import { useNavigation } from './navigation.ts';

/** The way to what helps without internet, from wherever somebody may think of it. */
export function OfflineLink() {
  const t = useT();
  const { go } = useNavigation();
  return (
    <Button look="plain" icon={<CloudOff />} onClick={() => go({ name: 'offline' })}>
      {t('offline.title')}
    </Button>
  );
}
