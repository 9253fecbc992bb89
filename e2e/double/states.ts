import type { KnownState, MessengerState, State } from '../../core/contract.ts';

type Condition = MessengerState['condition'];

const messenger = (
  id: string,
  name: string,
  condition: Condition,
  inUseSince: number | null,
): MessengerState => ({
  id,
  name,
  colour: 'slate',
  chosen: true,
  condition,
  purposes: [],
  hasWebApp: true,
  inUseSince,
});

const common = (
  whatsapp: Condition,
  telegram: Condition,
  trayExplained: boolean,
  inUseSince: number | null = null,
) => ({
  messengers: [
    messenger('whatsapp', 'WhatsApp', whatsapp, inUseSince),
    messenger('telegram', 'Telegram', telegram, inUseSince),
  ],
  network: null,
  uplink: { insideVpn: false, proxy: 'none' as const, isAnother: false },
  ways: [],
  lists: [],
  keyPlace: 'file' as const,
  troubles: [],
  settings: {
    language: null,
    theme: 'system',
    textSize: 'normal',
    welcomed: true,
    trayExplained,
    plainLook: false,
    prepared: [],
  } satisfies KnownState['settings'],
  computer: {
    ...{ proxy: 'off' as const, isSet: false, available: true, problem: null, onlyThrough: [] },
  } satisfies KnownState['computer'],
  share: { is: 'off' as const, problem: null },
});

/** States for a scripted engine: how WhatsApp fares beside Telegram, and whether closing to the tray was explained. */
export const off = (trayExplained = true): State => ({
  phase: 'off',
  ...common('idle', 'idle', trayExplained),
});
export const searching = (): State => ({
  phase: 'searching',
  startedAt: 0,
  found: 0,
  wanted: 2,
  doing: [],
  ...common('searching', 'searching', true),
});
export const on = (port: number, whatsapp: Condition, trayExplained = true): State => ({
  phase: 'on',
  since: 0,
  proxy: { host: '127.0.0.1', port, pac: `http://127.0.0.1:${port}/pac` },
  doing: [],
  ...common(whatsapp, 'works', trayExplained),
});
/** Both are seen in use. */
export const inUse = (port: number): State => ({
  ...on(port, 'works'),
  ...common('works', 'works', true, 1),
});
