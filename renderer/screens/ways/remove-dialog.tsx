import type { Way } from '../../../core/contract.ts';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { useSpeaker } from '../../components/toast-context.ts';
import { useT } from '../../i18n/context.ts';
import { useAsk } from './use-ask.ts';
import { wayName } from './way-name.ts';

/** Asks before a way is forgotten. */
export function RemoveDialog({ way, onClose }: { readonly way: Way; readonly onClose: () => void }) {
  const t = useT();
  const ask = useAsk();
  const { toast } = useSpeaker();
  const name = wayName(way);
  const remove = async () => {
    onClose();
    if ((await ask('removeWay', { id: way.id })) !== undefined) toast(t('ways.removed', { name }));
  };
  return (
    <Dialog
      isOpen
      title={t('ways.remove-title', { name })}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button look="danger" onClick={() => void remove()}>
            {t('ways.remove-confirm')}
          </Button>
        </>
      }
    >
      <p>{t('ways.remove-body')}</p>
    </Dialog>
  );
}
