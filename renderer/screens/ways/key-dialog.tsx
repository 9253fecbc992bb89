import type { Way } from '../../../core/contract.ts';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { useSpeaker } from '../../components/toast-context.ts';
import { useT } from '../../i18n/context.ts';
import style from './key-dialog.module.css';
import { useAsk } from './use-ask.ts';
import { wayName } from './way-name.ts';

/** What prints a server's keys there. */
const ON_THE_SERVER = 'ssh-keyscan localhost | ssh-keygen -lf -';

interface KeyDialogProps {
  readonly way: Way;
  readonly change: NonNullable<Way['keyChange']>;
  readonly onClose: () => void;
}

/** Lets the person think before a server that shows another key than before is trusted again. */
export function KeyDialog({ way, change, onClose }: KeyDialogProps) {
  const t = useT();
  const ask = useAsk();
  const { toast } = useSpeaker();
  const { id } = way;
  const name = wayName(way);
  const accept = async () => {
    onClose();
    if ((await ask('acceptKey', { id, fingerprint: change.shown })) === undefined) return;
    toast(t('ways.key-accepted', { name }));
    await ask('testWay', { id });
  };
  const keys = [
    [t('ways.key-known'), change.known],
    [t('ways.key-shown'), change.shown],
  ] as const;
  return (
    <Dialog
      isOpen
      title={t('ways.key-title')}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t('ways.key-refuse')}</Button>
          <Button look="danger" onClick={() => void accept()}>
            {t('ways.key-accept')}
          </Button>
        </>
      }
    >
      <p>{t('ways.key-body', { name })}</p>
      <dl className={style.keys}>
        {keys.map(([title, key]) => (
          <div key={title}>
            <dt>{title}</dt>
            <dd>
              <code className={style.code} dir="ltr">
                SHA256:{key}
              </code>
            </dd>
          </div>
        ))}
      </dl>
      <p>
        {t('ways.key-ask')}
        <code className={style.code} dir="ltr">
          {ON_THE_SERVER}
        </code>
      </p>
    </Dialog>
  );
}
