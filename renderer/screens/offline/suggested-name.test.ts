import { expect, test } from 'vitest';
import { BLOCKED } from '../../gallery/messengers.ts';
import { suggestedName } from './suggested-name.ts';

test('a message names what works, else what the person uses, else the first there is', () => {
  const used = BLOCKED.map((one) => ({ ...one, chosen: one.id !== 'whatsapp' }));
  expect(suggestedName(used)).toBe('Telegram');
  expect(
    suggestedName(used.map((one) => (one.id === 'signal' ? { ...one, condition: 'works' as const } : one))),
  ).toBe('Signal');
  expect(suggestedName(used.map((one) => ({ ...one, chosen: false })))).toBe('WhatsApp');
});
