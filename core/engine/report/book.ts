import type { DeepMeasurement } from '../../model/deep-check.ts';
import type { Attempt } from '../../model/route.ts';
import type { Clock } from '../../model/time.ts';
import type { NetworkVerdict, Verdict } from '../../model/verdict.ts';
import { recordDeep, recordNetwork, recordVerdict } from '../../report/collect.ts';
import type { ReportRecord } from '../../report/record.ts';

/** The last measurement of each purpose and of the network, and the last closer look, on the network we are on. */
export interface ReportBook {
  onVerdict(verdict: Verdict, attempts: readonly Attempt[]): void;
  onNetwork(verdict: NetworkVerdict): void;
  onDeep(measurements: readonly DeepMeasurement[]): void;
  /** The network first, then purposes in the order they were first measured, then what a closer look saw. */
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
  let deep: readonly ReportRecord[] = [];
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
    onDeep(measurements) {
      deep = measurements.map((measurement) => recordDeep(measurement, moment()));
    },
    records: () => [...(network === null ? [] : [network]), ...purposes.values(), ...deep],
    clear() {
      network = null;
      deep = [];
      purposes.clear();
    },
  };
}
