import { useEffect, useState } from 'react';
import type { Bridge, CloserLook, CommandError, ReportPreview, ReportWish } from '../../../core/contract.ts';

/** The report as it would be saved now. */
export type Preview =
  | { readonly stage: 'making' }
  | { readonly stage: 'made'; readonly report: ReportPreview }
  | { readonly stage: 'failed'; readonly code: CommandError['code'] };

/** Asks for a preview, again whenever something else is wished or a closer look has ended; the last one stays until the next is there. */
export function usePreview(
  bridge: Bridge,
  { language, parts, tellsCountry, operator }: ReportWish,
  closerLook: CloserLook['stage'] | undefined,
): Preview {
  const [preview, setPreview] = useState<Preview>({ stage: 'making' });
  const chosen = parts.join(' ');
  const hasLooked = closerLook === 'done';
  // biome-ignore lint/correctness/useExhaustiveDependencies: `chosen` is what `parts` says; what a closer look found is in the report
  useEffect(() => {
    let isLatest = true;
    void bridge.call('previewReport', { language, parts, tellsCountry, operator }).then((outcome) => {
      if (!isLatest) return;
      setPreview(
        outcome.ok ? { stage: 'made', report: outcome.value } : { stage: 'failed', code: outcome.error.code },
      );
    });
    return () => {
      isLatest = false;
    };
  }, [bridge, language, chosen, tellsCountry, operator, hasLooked]);
  return preview;
}
