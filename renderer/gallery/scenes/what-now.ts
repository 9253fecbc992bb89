import type { About, Answer, MessengerState } from '../../../core/contract.ts';
import { IDLE, messenger, NOW, off, on, proven, untried, WAYS_OUT } from '../fixtures.ts';
import { BLOCKED, PARTLY, WORKING } from '../messengers.ts';
import type { Scene, Scenes } from '../scene.ts';

const { shape } = WAYS_OUT;
const unseen = (messengers: readonly MessengerState[]) =>
  messengers.map((one) => ({ ...one, inUseSince: null }));
const at = (id: string, more: Partial<Scene> = {}): Scene => ({
  state: on({ messengers: unseen(WORKING) }),
  view: { name: 'what-now', messenger: id },
  ...more,
});
const web: Partial<About> = { shell: 'web', platform: 'linux', ownWindow: { browser: 'Chromium' } };

/** Every program that Footbridge can open is installed, and Firefox. */
const INSTALLED: Answer<'findApps'> = {
  apps: ['telegram', 'signal', 'whatsapp', 'firefox'].map((id) => ({ id, opens: id !== 'firefox' })),
};
const findApps = { ok: true, value: INSTALLED } as const;
const pressFirst = ['main ol > li:nth-child(2) button'];

export const scenes: Scenes = {
  'what-now-whatsapp': at('whatsapp'),
  'what-now-whatsapp-unlinked': at('whatsapp', { press: ['main ol > li:first-child button:nth-of-type(2)'] }),
  'what-now-whatsapp-opened': at('whatsapp', { press: pressFirst }),
  'what-now-whatsapp-in-use': at('whatsapp', { state: on({ messengers: [...WORKING] }) }),
  'what-now-whatsapp-web-shell': at('whatsapp', { about: web }),
  'what-now-whatsapp-no-browser': at('whatsapp', { about: { ...web, ownWindow: null } }),
  'what-now-whatsapp-off': at('whatsapp', { state: off({ messengers: [...IDLE] }) }),
  'what-now-whatsapp-failed': at('whatsapp', {
    answers: { openWindow: { ok: false, error: { code: 'not-possible-here' } } },
    press: pressFirst,
  }),
  'what-now-telegram': at('telegram'),
  'what-now-telegram-app': at('telegram', { answers: { findApps } }),
  'what-now-telegram-no-program': at('telegram', {
    about: { ...web, ownWindow: null },
    answers: { findApps, openApp: { ok: false, error: { code: 'no-program' } } },
    press: pressFirst,
  }),
  'what-now-telegram-partly': at('telegram', { state: on({ messengers: [...PARTLY] }) }),
  'what-now-whatsapp-app': at('whatsapp', { answers: { findApps }, press: ['main ol details summary'] }),
  'what-now-signal-app': at('signal', { answers: { findApps }, press: pressFirst }),
  'what-now-signal-quit-first': at('signal', {
    about: web,
    answers: { findApps, openApp: { ok: true, value: { outcome: 'quit-first' } } },
    press: pressFirst,
  }),
  'what-now-signal-windows': at('signal'),
  'what-now-signal-macos': at('signal', { about: { platform: 'macos' } }),
  'what-now-signal-linux': at('signal', { about: { platform: 'linux' } }),
  'what-now-signal-blocked': at('signal', { state: on({ messengers: [...BLOCKED] }) }),
  'what-now-viber': at('viber', {
    state: on({
      messengers: [
        messenger('viber', 'works', [proven('web', shape, 7), untried('calls')], {
          name: 'Viber',
          hasWebApp: false,
          inUseSince: NOW,
        }),
      ],
    }),
  }),
};
