import type { MessengerState, State } from '../../core/contract.ts';
import { OFF } from '../../core/testing/off-state.ts';

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

const { phase: _, ...OPENED } = OFF;

const common = (
  whatsapp: Condition,
  telegram: Condition,
  trayExplained: boolean,
  inUseSince: number | null = null,
) => ({
  ...OPENED,
  messengers: [
    messenger('whatsapp', 'WhatsApp', whatsapp, inUseSince),
    messenger('telegram', 'Telegram', telegram, inUseSince),
  ],
  settings: { ...OPENED.settings, trayExplained },
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
