import type { MessengerState } from '../../../core/contract.ts';

/** The messenger that a message to the family names first: one that works now, else the first the person uses. */
export function suggestedName(messengers: readonly MessengerState[]): string {
  const chosen = messengers.filter((messenger) => messenger.chosen);
  const working = chosen.find(({ condition }) => condition === 'works' || condition === 'partly');
  return (working ?? chosen[0] ?? messengers[0])?.name ?? 'WhatsApp';
}
