import type { MessengerState, PurposeState } from '../../core/contract.ts';
import type { Tone } from '../components/tone.ts';

/** The tone in which a messenger's badge is shown; while the engine is lost or ends, nothing else is claimed. */
export const BADGE_TONES = {
  idle: 'rest',
  searching: 'busy',
  found: 'found',
  open: 'works',
  'in-use': 'works',
  partly: 'partly',
  'partly-in-use': 'partly',
  blocked: 'blocked',
  waiting: 'rest',
  lost: 'busy',
  stopping: 'rest',
} as const satisfies Record<string, Tone>;
export type Badge = keyof typeof BADGE_TONES;

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

/** How a messenger stands: a way that was found is not yet a way that is taken. */
export function badgeOf(messenger: MessengerState): Badge {
  const { condition, inUseSince } = messenger;
  if (condition === 'partly') return inUseSince === null ? 'partly' : 'partly-in-use';
  if (condition !== 'works') return condition;
  if (inUseSince !== null) return 'in-use';
  return isOpen(messenger) ? 'open' : 'found';
}

/** How one purpose of a messenger stands. */
export type Standing = 'works' | 'answers' | 'blocked' | 'searching' | 'idle' | 'calls-not';

/** Pictures that were not tried are not said to work; calls do not go through the local proxy. */
export function standingOf({ purpose, route, trying, verdict }: PurposeState): Standing {
  if (purpose === 'calls') return route === null ? 'calls-not' : 'works';
  if (route !== null) return purpose === 'media' && route.proof === 'dialogue' ? 'answers' : 'works';
  if (trying !== null) return 'searching';
  const isOpen = verdict?.state === 'reachable' || verdict?.state === 'answers';
  return verdict === null || isOpen ? 'idle' : 'blocked';
}

export const STANDING_TONES = {
  works: 'works',
  answers: 'partly',
  blocked: 'blocked',
  searching: 'busy',
  idle: 'rest',
  'calls-not': 'rest',
} as const satisfies Record<Standing, Tone>;

/**
 * Calls are always told, and told last: a messenger that is not measured for them has them no other way, unless nothing
 * of it is blocked.
 */
export function partsOf(
  messenger: MessengerState,
): { purpose: PurposeState['purpose']; standing: Standing }[] {
  const { purposes } = messenger;
  const measured = purposes.filter(({ purpose }) => purpose !== 'calls');
  const calls = purposes.find(({ purpose }) => purpose === 'calls');
  const ofCalls = calls === undefined ? 'calls-not' : standingOf(calls);
  return [
    ...measured.map((one) => ({ purpose: one.purpose, standing: standingOf(one) })),
    { purpose: 'calls', standing: ofCalls === 'calls-not' && isOpen(messenger) ? 'idle' : ofCalls },
  ];
}

/** What most people open the messenger for: its first purpose that has a way, else its first. */
export function mainPurpose(messenger: MessengerState): PurposeState | undefined {
  return messenger.purposes.find(({ route }) => route !== null) ?? messenger.purposes[0];
}
