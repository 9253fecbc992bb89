import type { Attempt } from '../../model/route.ts';
import type { Clock } from '../../model/time.ts';
import type { NetworkVerdict, Verdict } from '../../model/verdict.ts';
import { recordNetwork, recordVerdict } from '../../report/collect.ts';
import type { ReportRecord } from '../../report/record.ts';

/** The last measurement of each purpose and of the network, on the network we are on. */
export interface ReportBook {
  onVerdict(verdict: Verdict, attempts: readonly Attempt[]): void;
  onNetwork(verdict: NetworkVerdict): void;
  /** The network first, then purposes in the order they were first measured. */
  records(): readonly ReportRecord[];
  /** Forgets everything: another network, or everything is erased. */
  clear(): void;
}

/** `keep` is told of each verdict, to write it down for good. */
export function createReportBook(
  clock: Clock,
  keep: (verdict: Verdict) => void = () => undefined,
): ReportBook {
  let network: ReportRecord | null = null;
  const purposes = new Map<string, ReportRecord>();
  const moment = () => ({ now: clock.now(), monotonic: clock.monotonic() });
  return {
    onVerdict(verdict, attempts) {
      keep(verdict);
      purposes.set(`${verdict.messenger}/${verdict.purpose}`, recordVerdict(verdict, attempts, moment()));
    },
    onNetwork(verdict) {
      network = recordNetwork(verdict, moment());
    },
    records: () => [...(network === null ? [] : [network]), ...purposes.values()],
    clear() {
      network = null;
      purposes.clear();
    },
  };
}
