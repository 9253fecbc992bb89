import type { KnownState, State } from './state.ts';

/** What states of tests have in common: one messenger, carried by nothing. */
export const COMMON = {
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
  network: null,
  uplink: { insideVpn: false, proxy: 'none', isAnother: false },
  ways: [],
  lists: [],
  keyPlace: 'file',
  troubles: [],
  settings: {
    language: null,
    theme: 'system',
    textSize: 'normal',
    welcomed: true,
    trayExplained: false,
    plainLook: false,
    prepared: [],
  },
  computer: { proxy: 'off', isSet: false, available: true, problem: null, onlyThrough: [] },
  share: { is: 'off', problem: null },
} satisfies Omit<Extract<State, { phase: 'off' }>, 'phase'>;

export const OFF: KnownState = { phase: 'off', ...COMMON };
export const SEARCHING: KnownState = {
  phase: 'searching',
  ...{ startedAt: 1, found: 0, wanted: 1, doing: [] },
  ...COMMON,
};

const plain = { text: 'system', kind: 'plain' as const, resolver: null, servers: [] };
/** Connected, in use, and with a test under way. */
export const ON: KnownState = {
  phase: 'on',
  since: 2,
  proxy: { host: '127.0.0.1', port: 4000, pac: 'http://127.0.0.1:4000/x/proxy.pac' },
  doing: [],
  ...COMMON,
  messengers: COMMON.messengers.map((messenger) => ({
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
