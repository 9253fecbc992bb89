import { describe, expect, it } from 'vitest';
import type { KnownState } from '../../../core/contract.ts';
import { IDLE, known, off, on, trying, WAYS_OUT } from '../../gallery/fixtures.ts';
import { BLOCKED, PARTLY, SEARCHING_EARLY, WAITING, WORKING } from '../../gallery/messengers.ts';
import { isolate } from '../../i18n/isolate.ts';
import { judgeTrial } from './trial.ts';

const searching: KnownState = {
  phase: 'searching',
  startedAt: 0,
  found: 2,
  wanted: 9,
  doing: [],
  ...known({ messengers: [...SEARCHING_EARLY] }),
};

describe('a server on trial', () => {
  it('is tried while anything is searched for, with the port closed or open', () => {
    expect(judgeTrial(searching, false)).toEqual({ kind: 'trying', found: 2, wanted: 9, step: null });
    expect(judgeTrial(on({ messengers: [...SEARCHING_EARLY] }), false).kind).toBe('trying');
  });

  it('is named together with the messenger that is spoken to through it', () => {
    const messengers = SEARCHING_EARLY.map((one) => ({
      ...one,
      purposes: [trying('chat', WAYS_OUT.server)],
    }));
    expect(judgeTrial({ ...searching, messengers }, true)).toMatchObject({
      step: { messenger: 'WhatsApp', server: isolate('203.0.113.20:1080') },
    });
  });

  it('works when messengers are back, and says which', () => {
    const trial = judgeTrial(on({ messengers: [...PARTLY] }), true);
    expect(trial.kind === 'works' && trial.messengers.map(({ id }) => id)).toEqual(['whatsapp', 'telegram']);
  });

  it('is not praised for what worked without it, before any search was seen', () => {
    expect(judgeTrial(on({ messengers: [...WORKING] }), false)).toEqual({ kind: 'starting' });
    expect(judgeTrial(on({ messengers: [...WORKING] }), true).kind).toBe('works');
  });

  it('has failed when nothing is back after the search, or the network is the matter', () => {
    expect(judgeTrial(on({ messengers: [...BLOCKED] }), true).kind).toBe('failed');
    const shutdown = off({ messengers: [...WAITING], network: { cause: 'shutdown' } });
    expect(judgeTrial(shutdown, true).kind).toBe('failed');
  });

  it('is neither good nor bad when the search was called off', () => {
    expect(judgeTrial(off({ messengers: [...IDLE] }), true).kind).toBe('stopped');
  });

  it('is not judged before the search began', () => {
    expect(judgeTrial(on({ messengers: [...BLOCKED] }), false).kind).toBe('starting');
  });
});
