import { useId, useState } from 'react';
import type { Way } from '../../../core/contract.ts';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { TextField } from '../../components/text-field.tsx';
import { useSpeaker } from '../../components/toast-context.ts';
import { useT } from '../../i18n/context.ts';
import { useAsk } from './use-ask.ts';
import { wayName } from './way-name.ts';

/** As long as the engine takes. */
const LONGEST_NAME = 80;

/** Lets the person call a way what they like. */
export function RenameDialog({ way, onClose }: { readonly way: Way; readonly onClose: () => void }) {
  const t = useT();
  const ask = useAsk();
  const { toast } = useSpeaker();
  const form = useId();
  const [name, setName] = useState(way.name ?? '');
  const save = async () => {
    onClose();
    if ((await ask('nameWay', { id: way.id, name: name.trim() })) !== undefined) {
      toast(t('ways.named', { name: name.trim() || way.label }));
    }
  };
  return (
    <Dialog
      isOpen
      title={t('ways.rename-name', { name: wayName(way) })}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button look="primary" type="submit" form={form}>
            {t('ways.name-save')}
          </Button>
        </>
      }
    >
      <form
        id={form}
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <TextField
          label={t('ways.name-label')}
          hint={t('ways.name-hint')}
          value={name}
          onChange={setName}
          maxLength={LONGEST_NAME}
        />
      </form>
    </Dialog>
  );
}
