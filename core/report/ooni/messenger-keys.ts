import type { RecordedAttempt, RecordedStep } from '../record.ts';
import { ooniFailure } from './failure.ts';

/** What was measured of one messenger on the plain way, as OONI's tests ask for it. */
export interface Measured {
  readonly attempts: readonly RecordedAttempt[];
  /** Steps of attempts to a host; an attempt that never got that far has none. */
  readonly stepsTo: (host: string) => readonly RecordedStep[];
  /** Hosts that were asked, in the order they first were. */
  readonly hosts: readonly string[];
}

/** Several records of one messenger as one test. */
export function measuredOf(
  records: readonly {
    readonly attempts: readonly RecordedAttempt[];
    readonly steps: readonly RecordedStep[];
  }[],
): Measured {
  const plain = records.flatMap((record) =>
    record.attempts.filter(({ kind }) => kind === 'plain').map((attempt) => ({ record, attempt })),
  );
  return {
    attempts: plain.map(({ attempt }) => attempt),
    hosts: [...new Set(plain.map(({ attempt }) => attempt.host))],
    stepsTo: (host) =>
      plain.flatMap(({ record, attempt }) =>
        attempt.host === host ? attempt.steps.flatMap((at) => record.steps[at] ?? []) : [],
      ),
  };
}

/** Whether any connection to a host was opened; null where none was tried. A name that led nowhere is a host that was not reached. */
export function isConnected({ stepsTo }: Measured, host: string): boolean | null {
  const steps = stepsTo(host);
  if (steps.length === 0) return null;
  return steps.some((step) => step.operation === 'connect' && step.failure === null);
}

/** `ok`, `blocked`, or null where nothing was measured, and with which failure first. */
export function outcomeOf(attempts: readonly RecordedAttempt[]): {
  readonly status: 'ok' | 'blocked' | null;
  readonly failure: string | null;
} {
  if (attempts.length === 0) return { status: null, failure: null };
  const failed = attempts.find(({ failure }) => failure !== null);
  return failed === undefined
    ? { status: 'ok', failure: null }
    : { status: 'blocked', failure: ooniFailure(failed.failure) };
}
