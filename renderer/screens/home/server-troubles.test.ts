import { describe, expect, it } from 'vitest';
import type { KnownState, MessengerState } from '../../../core/contract.ts';
import { serverTroubles } from './server-troubles.ts';

const messenger = (condition: MessengerState['condition'], chosen = true): MessengerState => ({
  ...{ id: 'telegram', name: 'Telegram', colour: 'blue', chosen, condition },
  ...{ purposes: [], hasWebApp: true, inUseSince: null },
});
const trouble = (code: string, transport: string | null) => ({ code, message: '', transport });
const TROUBLES = [
  trouble('x_proxy_changed_identity', 'ssh://•••@a.example:22'),
  trouble('x_proxy_refused', 'socks5://b.example:1'),
  trouble('cannot-save', null),
  trouble('x_proxy_timed_out', 'socks5://c.example:1'),
];
const told = (phase: KnownState['phase'], ...messengers: MessengerState[]) =>
  serverTroubles({ phase, messengers, troubles: TROUBLES }).map(({ code }) => code);

describe('servers at fault', () => {
  it('are told of, the newest two, where a messenger does not work', () => {
    expect(told('on', messenger('works'), messenger('blocked'))).toEqual([
      'x_proxy_refused',
      'x_proxy_timed_out',
    ]);
  });

  it('are nobody’s concern while others may be found, or where all that is used works', () => {
    expect(told('searching', messenger('searching'))).toEqual(['x_proxy_changed_identity']);
    expect(told('on', messenger('works'), messenger('blocked', false))).toEqual(['x_proxy_changed_identity']);
  });
});
