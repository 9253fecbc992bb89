import { useState } from 'react';
import type { GivenProgramView, KeptProgram } from '../../../core/contract.ts';
import { useSpeaker } from '../../components/toast-context.ts';
import { useT } from '../../i18n/context.ts';
import { useAsk } from '../ways/use-ask.ts';

export type AskedProgram = Extract<GivenProgramView, { outcome: 'asked' }>;

/** From a program's file to one that is kept. */
type ProgramStep =
  | { readonly stage: 'nothing' }
  | { readonly stage: 'busy' }
  | { readonly stage: 'asked'; readonly program: AskedProgram }
  | { readonly stage: 'refused'; readonly fault: Extract<GivenProgramView, { outcome: 'refused' }>['fault'] }
  | ({ readonly stage: 'failed' } & Pick<Extract<KeptProgram, { outcome: 'failed' }>, 'name' | 'fault'>);

/** Has a program's file chosen, described, and kept after a yes. */
export function useProgramFile(onKept: () => void) {
  const t = useT();
  const ask = useAsk();
  const { toast } = useSpeaker();
  const [step, setStep] = useState<ProgramStep>({ stage: 'nothing' });

  const choose = async () => {
    setStep({ stage: 'busy' });
    const chosen = await ask('chooseProgram', {});
    if (chosen?.outcome === 'asked') setStep({ stage: 'asked', program: chosen });
    else if (chosen?.outcome === 'refused') setStep({ stage: 'refused', fault: chosen.fault });
    else setStep({ stage: 'nothing' });
  };

  const keep = async (token: string) => {
    setStep({ stage: 'busy' });
    const kept = await ask('keepProgram', { token });
    if (kept?.outcome === 'failed') return setStep({ stage: 'failed', name: kept.name, fault: kept.fault });
    setStep({ stage: 'nothing' });
    if (kept === undefined) return;
    toast(t('engines.taken', { name: kept.name }), 'works');
    onKept();
  };

  return {
    step,
    choose: () => void choose(),
    keep: () => {
      if (step.stage === 'asked') void keep(step.program.token);
    },
    leave: () => setStep({ stage: 'nothing' }),
  };
}
