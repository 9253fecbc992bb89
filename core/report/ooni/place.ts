import { familyOf } from '../../net/ip.ts';
import type { RecordedAttempt, RecordedStep, ReportRecord } from '../record.ts';
import type { Templates } from './schema.ts';

/** The rows of one of OONI's templates. */
export type Rows<K extends keyof Templates> = NonNullable<Extract<Templates[K], readonly unknown[] | null>>;

/** Where a step stands: seconds to add to its times, and the attempt it belongs to, from 1; 0 where it was asked beside them. */
export interface Place {
  readonly shift: number;
  readonly transaction: number;
  /** Of the connection that a handshake went over, where it is known. */
  readonly address: string;
  readonly isUnverified: boolean;
}

/** The attempts a record is made of; of the network as a whole there are none. */
export function attemptsOf(record: ReportRecord): readonly RecordedAttempt[] {
  return record.kind === 'network' ? [] : record.attempts;
}

/** Where the step of that index stands; `before` is how many attempts earlier records had. */
export function placeOf(
  index: number,
  step: RecordedStep,
  record: ReportRecord,
  { shift, before }: { shift: number; before: number },
): Place {
  const attempts = attemptsOf(record);
  const at = attempts.findIndex(({ steps }) => steps.includes(index));
  const attempt = attempts[at];
  const own = attempt?.steps.flatMap((place) => record.steps[place] ?? []) ?? [step];
  return {
    shift,
    transaction: at < 0 ? 0 : before + at + 1,
    address: connectionOf(own, step),
    isUnverified: attempt?.proof === 'tls-hello',
  };
}

/** `ip:port` of the last connection that was opened before a step of the same attempt. */
export function connectionOf(own: readonly RecordedStep[], until: RecordedStep): string {
  const opened = own.findLast(
    (step) => step.operation === 'connect' && step.failure === null && step.t <= until.t,
  );
  if (opened?.operation === 'connect') return endpoint(opened.ip, opened.port);
  return until.operation === 'tls' && until.address !== undefined ? endpoint(until.address, 443) : '';
}

/** As OONI writes addresses with ports. */
export function endpoint(ip: string, port: number): string {
  return familyOf(ip) === 6 ? `[${ip}]:${port}` : `${ip}:${port}`;
}

/** In seconds since the report's origin. */
export function timesOf(
  { t0, t }: RecordedStep,
  { shift, transaction }: Pick<Place, 'shift' | 'transaction'>,
) {
  return { t0: seconds(t0 + shift), t: seconds(t + shift), tags: [], transaction_id: transaction };
}

/** To the microsecond; sums of milliseconds show no tail of nines. */
export function seconds(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}
