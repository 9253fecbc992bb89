import { useEffect, useState } from 'react';
import type { WantedProgram, Way } from '../../../core/contract.ts';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { useT } from '../../i18n/context.ts';
import { ProgramPanel } from '../no-way/program-panel.tsx';
import { useAsk } from './use-ask.ts';
import { wayName } from './way-name.ts';

interface ProgramDialogProps {
  readonly way: Way;
  readonly onClose: () => void;
  /** The program may be here now. */
  readonly onHere: () => void;
}

/** What to do about the program that a way needs and that is gone. */
export function ProgramDialog({ way, onClose, onHere }: ProgramDialogProps) {
  const t = useT();
  const ask = useAsk();
  const [programs, setPrograms] = useState<readonly WantedProgram[] | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when it opens
  useEffect(() => {
    void ask('missingPrograms', { id: way.id }).then((answer) => setPrograms(answer?.programs ?? []));
  }, []);
  return (
    <Dialog
      isOpen
      title={wayName(way)}
      onClose={onClose}
      actions={<Button onClick={onClose}>{t('common.close')}</Button>}
    >
      {programs?.length === 0 && <p>{t('engines.nothing-missing')}</p>}
      {programs !== null && <ProgramPanel programs={programs} onHere={onHere} />}
    </Dialog>
  );
}
