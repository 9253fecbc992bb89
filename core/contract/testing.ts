import { OFF as JUST_OPENED } from '../testing/off-state.ts';
import type { KnownState, State } from './state.ts';

/** One messenger, carried by nothing. */
export const OFF = {
  ...JUST_OPENED,
  messengers: [
    {
      ...{
        id: 'whatsapp',
        name: 'WhatsApp',
        colour: 'green',
        chosen: true,
        condition: 'idle',
        hasWebApp: true,
      },
      purposes: [{ purpose: 'chat', trying: null, verdict: null, route: null }],
      inUseSince: null,
    },
  ],
} satisfies Extract<State, { phase: 'off' }>;

export const SEARCHING: KnownState = {
  ...OFF,
  phase: 'searching',
  ...{ startedAt: 1, found: 0, wanted: 1, doing: [] },
};

const plain = { text: 'system', kind: 'plain' as const, resolver: null, servers: [] };
/** Connected, in use, and with a test under way. */
export const ON: KnownState = {
  ...OFF,
  phase: 'on',
  since: 2,
  proxy: { host: '127.0.0.1', port: 4000, pac: 'http://127.0.0.1:4000/x/proxy.pac' },
  doing: [],
  messengers: OFF.messengers.map((messenger) => ({
    ...messenger,
    condition: 'works',
    purposes: [
      {
        purpose: 'chat',
        trying: plain,
        verdict: { state: 'blocked', findings: [{ cause: 'frozen' }] },
        route: { transport: plain, seconds: 1, proof: 'bulk' },
      },
    ],
    inUseSince: 3,
  })),
  ways: [
    {
      ...{ id: 'server:1', name: null, label: 'socks5://a:1', hasPassword: false, addedAt: 1 },
      list: null,
      last: { outcome: 'running' },
    },
  ],
};
