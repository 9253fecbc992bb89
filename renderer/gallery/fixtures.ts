import {
  type About,
  type FindingView,
  type KnownState,
  type MessengerState,
  type PurposeState,
  type SettingsView,
  SHARE_OFF,
  type TransportView,
} from '../../core/contract.ts';

/** A moment that does not move, so that pictures stay the same. */
export const NOW = Date.UTC(2026, 8, 14, 18, 30);

export const WAYS_OUT = {
  plain: { text: 'system', kind: 'plain', resolver: null, servers: [] },
  'network-proxy': { text: 'network-proxy', kind: 'network-proxy', resolver: null, servers: [] },
  resolver: { text: 'doh:quad9', kind: 'resolver', resolver: 'doh:quad9', servers: [] },
  shape: { text: 'doh:quad9 | tlsfrag:sni', kind: 'shape', resolver: 'doh:quad9', servers: [] },
  desync: { text: 'doh:quad9 | byedpi:disorder', kind: 'desync', resolver: 'doh:quad9', servers: [] },
  server: {
    text: 'socks5://•••@203.0.113.20:1080',
    kind: 'server',
    resolver: null,
    servers: ['socks5://•••@203.0.113.20:1080'],
  },
} as const satisfies Record<string, TransportView>;

export const SETTINGS: SettingsView = {
  language: null,
  theme: 'system',
  textSize: 'normal',
  welcomed: true,
  trayExplained: true,
  plainLook: false,
  prepared: [],
};

export const COMPUTER: KnownState['computer'] = {
  ...{ proxy: 'off', isSet: false, available: true, problem: null, onlyThrough: [] },
};

export const UPLINK: KnownState['uplink'] = { insideVpn: false, proxy: 'none', isAnother: false };

export const ABOUT: About = {
  shell: 'electron',
  platform: 'windows',
  version: '0.1.0',
  systemLanguage: 'en',
  ownWindow: { browser: null },
  startsAtLogin: false,
  hasTray: true,
};

type PurposeName = PurposeState['purpose'];

/** A purpose nobody has measured. */
export const untried = (purpose: PurposeName): PurposeState => ({
  purpose,
  trying: null,
  verdict: null,
  route: null,
});

/** A purpose that is being tried by some way. */
export const trying = (purpose: PurposeName, transport: TransportView): PurposeState => ({
  ...untried(purpose),
  trying: transport,
});

/** A purpose that is blocked without us, and has no way. */
export const blocked = (purpose: PurposeName, ...findings: FindingView[]): PurposeState => ({
  ...untried(purpose),
  verdict: { state: 'blocked', findings },
});

/** A purpose with a proven way; blocked without us where findings are given. */
export const proven = (
  purpose: PurposeName,
  transport: TransportView,
  seconds: number,
  ...findings: FindingView[]
): PurposeState => ({
  purpose,
  trying: null,
  verdict: { state: findings.length === 0 ? 'reachable' : 'blocked', findings },
  route: { transport, seconds, proof: purpose === 'chat' ? 'dialogue' : 'bulk' },
});

const KNOWN: Readonly<Record<string, Pick<MessengerState, 'name' | 'colour'>>> = {
  whatsapp: { name: 'WhatsApp', colour: 'green' },
  telegram: { name: 'Telegram', colour: 'blue' },
  signal: { name: 'Signal', colour: 'indigo' },
  'facebook-messenger': { name: 'Messenger', colour: 'violet' },
  discord: { name: 'Discord', colour: 'iris' },
};

/** A messenger in some condition; chosen unless said otherwise. */
export function messenger(
  id: string,
  condition: MessengerState['condition'],
  purposes: readonly PurposeState[],
  more: Partial<MessengerState> = {},
): MessengerState {
  return {
    id,
    name: KNOWN[id]?.name ?? id,
    colour: KNOWN[id]?.colour ?? 'slate',
    chosen: true,
    condition,
    purposes: [...purposes],
    hasWebApp: id !== 'signal',
    inUseSince: null,
    ...more,
  };
}

const ALL = (['chat', 'web', 'media', 'calls'] as const).map(untried);

/** Three messengers nobody has tried, and two that the person does not use. */
export const IDLE: readonly MessengerState[] = [
  messenger('whatsapp', 'idle', ALL),
  messenger('telegram', 'idle', ALL),
  messenger('signal', 'idle', ALL.slice(0, 1)),
  messenger('facebook-messenger', 'idle', ALL, { chosen: false }),
  messenger('discord', 'idle', ALL, { chosen: false }),
];

type Common = Pick<
  KnownState,
  | 'messengers'
  | 'network'
  | 'uplink'
  | 'ways'
  | 'lists'
  | 'troubles'
  | 'settings'
  | 'computer'
  | 'keyPlace'
  | 'share'
  | 'tor'
  | 'handOver'
  | 'rivals'
>;

/** What all known states share. */
export const known = (changes: Partial<Common> = {}): Common => ({
  messengers: [...IDLE],
  network: null,
  uplink: UPLINK,
  ways: [],
  lists: [],
  troubles: [],
  settings: SETTINGS,
  computer: COMPUTER,
  share: SHARE_OFF,
  keyPlace: 'keyring',
  ...changes,
});

/** The engine with its local proxy open. */
export const on = (changes: Partial<Common> = {}): KnownState => ({
  phase: 'on',
  since: NOW - 5 * 60_000,
  proxy: { host: '127.0.0.1', port: 47100, pac: 'http://127.0.0.1:47100/Yk3v9sQm/proxy.pac' },
  doing: [],
  ...known(changes),
});

/** The engine with its local proxy closed. */
export const off = (changes: Partial<Common> = {}): KnownState => ({ phase: 'off', ...known(changes) });
