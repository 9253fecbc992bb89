import * as v from 'valibot';
import { expect, test } from 'vitest';
import { StateSchema } from '../contract/state.ts';
import { OFF, ON, SEARCHING } from '../contract/testing.ts';
import { lostState } from './lost.ts';

test('a lost engine’s state keeps names, verdicts and settings, and claims nothing that it carried (W6)', () => {
  const state = lostState(ON, 2);
  expect(state).toMatchObject({
    phase: 'lost',
    attempt: 2,
    settings: ON.settings,
    messengers: [
      {
        name: 'WhatsApp',
        condition: 'idle',
        inUseSince: null,
        purposes: [{ trying: null, route: null, verdict: { state: 'blocked' } }],
      },
    ],
    ways: [{ id: 'server:1', last: null }],
  });
});

test.each([[OFF], [SEARCHING], [ON]])('whatever it was made of, it is a state: %#', (known) => {
  expect(v.is(StateSchema, lostState(known, 1))).toBe(true);
});
