import { useEngine } from '../../bridge/context.ts';
import { Button } from '../../components/button.tsx';
import { Notice } from '../../components/notice.tsx';
import { useNavigation } from '../../frame/navigation.ts';
import { useT } from '../../i18n/context.ts';

/** Says that this computer is open to phones, or that it was and the network is another. */
export function PhonesNote() {
  const t = useT();
  const { go } = useNavigation();
  const { share } = useEngine().state;
  if (share.is === 'off') return null;
  const title = share.is === 'on' ? t('phones.let-in') : t(`phones.asking-${share.reason}`);
  return (
    <Notice
      tone={share.is === 'on' ? 'info' : 'partly'}
      title={title}
      actions={<Button onClick={() => go({ name: 'phones' })}>{t('phones.title')}</Button>}
    />
  );
}
