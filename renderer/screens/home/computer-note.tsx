import { useEngine } from '../../bridge/context.ts';
import { useT } from '../../i18n/context.ts';

/** Says so while the computer's own settings lead to Footbridge. */
export function ComputerNote() {
  const t = useT();
  const { proxy, isSet } = useEngine().state.computer;
  if (!isSet || proxy === 'off') return null;
  return <p>{t(`home.computer-${proxy}`)}</p>;
}

/** Says of a messenger that it may not go the direct way. */
export function OnlyThroughNote({ messenger }: { readonly messenger: string }) {
  const t = useT();
  const { onlyThrough } = useEngine().state.computer;
  return onlyThrough.includes(messenger) ? <p>{t('home.only-through')}</p> : null;
}
