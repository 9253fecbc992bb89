import type { Answer, Arguments, CommandName } from '../../../core/contract.ts';
import { useEngine } from '../../bridge/context.ts';
import { useSpeaker } from '../../components/toast-context.ts';
import { useT } from '../../i18n/context.ts';

/** Asks the engine for something; what goes wrong is said in a toast, and the answer is undefined. */
export function useAsk() {
  const { bridge } = useEngine();
  const { toast } = useSpeaker();
  const t = useT();
  return async <C extends CommandName>(command: C, args: Arguments<C>): Promise<Answer<C> | undefined> => {
    const outcome = await bridge.call(command, args);
    if (outcome.ok) return outcome.value;
    toast(t(`common.error-${outcome.error.code}`), 'blocked');
    return undefined;
  };
}
