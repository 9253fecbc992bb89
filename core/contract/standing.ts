import type { MessengerState, PurposeState } from './state.ts';

/** Whether nothing hinders a purpose, and it goes the way it always went. */
export function isOpenPurpose({ route, verdict }: PurposeState): boolean {
  const fares = verdict?.state === 'reachable' || verdict?.state === 'answers';
  const kind = route?.transport.kind;
  const isAsAlways = kind === 'plain' || kind === 'network-proxy';
  return fares && verdict.findings.length === 0 && isAsAlways;
}

/** Whether a messenger can be used as always: nothing of it is known to be blocked, and it needs no last step. */
export function isOpen({ condition, purposes }: Pick<MessengerState, 'condition' | 'purposes'>): boolean {
  const others = purposes.filter(({ purpose }) => purpose !== 'calls');
  const calls = purposes.filter(({ purpose }) => purpose === 'calls');
  return (
    condition === 'works' &&
    others.length > 0 &&
    others.every(isOpenPurpose) &&
    calls.every(({ verdict }) => verdict === null || verdict.findings.length === 0)
  );
}
