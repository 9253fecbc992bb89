import type { KnownState } from '../../../core/contract.ts';
import { rivalsThatMatter } from '../../../core/model/rivals.ts';
import { useEngine } from '../../bridge/context.ts';
import { useT } from '../../i18n/context.ts';

/** Says which other programs on this computer may have to do with what was found. */
export function RivalNote() {
  const t = useT();
  return useRivals().map(({ name, kind }) => <p key={name}>{t(`causes.rival-${kind}`, { name })}</p>);
}

/** Those programs. */
export function useRivals() {
  const { state } = useEngine();
  return rivalsThatMatter(state.rivals ?? [], causesIn(state));
}

function causesIn({ network, messengers }: Pick<KnownState, 'network' | 'messengers'>) {
  const findings = messengers.flatMap(({ purposes }) =>
    purposes.flatMap(({ verdict }) => verdict?.findings ?? []),
  );
  return [...findings, ...(network === null ? [] : [network])].map(({ cause }) => cause);
}
