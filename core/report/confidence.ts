import type { MessengerRecord, NetworkRecord, RecordedFinding, RecordedStep } from './record.ts';

/** How far a finding can be trusted. `none` is a verdict, too: we cannot tell. */
export type Confidence = 'high' | 'medium' | 'none';

/** What no honest network does: once is enough. */
const TELLING: ReadonlySet<RecordedFinding['cause']> = new Set([
  'intercepted',
  'frozen',
  'captive-portal',
  'clock-wrong',
  'offline',
]);
const OPEN: ReadonlySet<RecordedFinding['cause']> = new Set(['unknown', 'outage-or-blocked']);
/** Failures that only a lie explains. */
const LIES: ReadonlySet<string> = new Set(['dns_bogon_error', 'x_dns_block_page']);

/**
 * High: it was seen, and nothing else explains it — a lie, a stranger's certificate, a freeze — or it was seen at two steps at least,
 * or another way reached the same host at the same time. Medium: it was seen once. None: what was seen allows more than one cause.
 */
export function confidenceOf(
  record: MessengerRecord | NetworkRecord,
  { cause, steps }: RecordedFinding,
): Confidence {
  if (OPEN.has(cause)) return 'none';
  if (TELLING.has(cause)) return 'high';
  const seen = steps.flatMap((at) => record.steps[at] ?? []).filter(isFailed);
  if (seen.some(({ failure }) => failure !== null && LIES.has(failure)) || seen.length >= 2) return 'high';
  return record.kind === 'messenger' && wentAnotherWay(record) ? 'high' : 'medium';
}

function isFailed({ failure }: RecordedStep): boolean {
  return failure !== null && failure !== 'interrupted';
}

/** Whether the host of a failed attempt was up, because another way reached it. */
function wentAnotherWay({ attempts }: MessengerRecord): boolean {
  return attempts.some(
    ({ kind, failure, host }) =>
      kind === 'plain' &&
      failure !== null &&
      attempts.some((other) => other.kind !== 'plain' && other.failure === null && other.host === host),
  );
}
