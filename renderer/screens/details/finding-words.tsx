import type { FindingView } from '../../../core/contract.ts';
import { useT } from '../../i18n/context.ts';

/** A cause in an expert's few words, and what it rests on as the engine names it. */
export function FindingWords({ finding: { cause, detail } }: { readonly finding: FindingView }) {
  const t = useT();
  return (
    <span>
      {t(`details.cause-${cause}`)} {detail !== undefined && <code dir="ltr">{detail}</code>}
    </span>
  );
}
