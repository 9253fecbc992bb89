import type { Way } from '../../../core/contract.ts';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Notice } from '../../components/notice.tsx';
import { useT } from '../../i18n/context.ts';
import { QrImage } from './qr-image.tsx';
import { useSharing } from './use-sharing.ts';
import { wayName } from './way-name.ts';

/** Warns, then shows a way as a picture for as long as somebody sits before it. */
export function ShareDialog({ way, onClose }: { readonly way: Way; readonly onClose: () => void }) {
  const t = useT();
  const { stage, show, hide } = useSharing(way.id);
  const name = wayName(way);
  return (
    <Dialog
      isOpen
      title={t('ways.share-title', { name })}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t('common.close')}</Button>
          {stage.name === 'shown' ? (
            <Button look="primary" onClick={hide}>
              {t('ways.share-hide')}
            </Button>
          ) : (
            <Button look="primary" isBusy={stage.name === 'drawing'} onClick={() => void show()}>
              {t('ways.share-show')}
            </Button>
          )}
        </>
      }
    >
      <div role="status">
        {stage.name === 'hidden' && <p>{t('ways.share-hidden')}</p>}
        {stage.name === 'drawing' && <p>{t('ways.share-preparing')}</p>}
        {stage.name === 'failed' && <Notice tone="blocked">{t(stage.words)}</Notice>}
      </div>
      {stage.name === 'shown' ? (
        <>
          <QrImage picture={stage.picture} label={t('ways.share-picture', { name })} />
          <p>{t('ways.share-how')}</p>
        </>
      ) : (
        <Notice tone="partly">
          <p>{t(way.hasPassword ? 'ways.share-warning-password' : 'ways.share-warning-open')}</p>
          <p>{t('ways.share-alone')}</p>
        </Notice>
      )}
    </Dialog>
  );
}
