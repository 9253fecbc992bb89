import type { ComputerView, KnownState, SettingsView } from '../../contract.ts';
import type { RouteKey } from '../../model/route.ts';
import type { Step } from '../../model/trace.ts';
import { type HostEvent, type HostModel, initialModel } from './model.ts';
import { reduce } from './reduce.ts';
import { viewOf } from './view.ts';

export const SETTINGS: SettingsView = {
  ...{ language: null, theme: 'system', textSize: 'normal' },
  ...{ welcomed: false, trayExplained: false, plainLook: false, prepared: [] },
};
export const COMPUTER: ComputerView = {
  ...{ proxy: 'off', isSet: false, available: false, problem: null, onlyThrough: [] },
};
export const start = initialModel(
  [
    { id: 'signal', name: 'Signal', colour: 'indigo', hasWebApp: false, purposes: ['chat', 'media'] },
    { id: 'whatsapp', name: 'WhatsApp', colour: 'green', hasWebApp: true, purposes: ['web'] },
    { id: 'viber', name: 'Viber', colour: 'slate', hasWebApp: false, purposes: ['chat'] },
  ],
  ['whatsapp', 'signal'],
  [{ id: 'server:1', name: null, label: 'socks5://a:1', hasPassword: false, addedAt: 5, list: null }],
  SETTINGS,
  COMPUTER,
);
export const web: RouteKey = { messenger: 'whatsapp', purpose: 'web' };
export const chat: RouteKey = { messenger: 'signal', purpose: 'chat' };
export const media: RouteKey = { messenger: 'signal', purpose: 'media' };
export const all = [web, chat, media];
export const proxy = { host: '127.0.0.1', port: 4000, pac: 'http://127.0.0.1:4000/t/proxy.pac' } as const;

export const after = (...events: HostEvent[]): HostModel => events.reduce(reduce, start);
export const seen = (...events: HostEvent[]): KnownState => viewOf(after(...events));
export const card = (state: KnownState, id: string) =>
  state.messengers.find((messenger) => messenger.id === id);

export const connecting: HostEvent = { event: 'connecting', at: 100 };
export const opened: HostEvent = { event: 'opened', proxy, at: 110 };
export const began = (keys: readonly RouteKey[], isAsked = true): HostEvent => ({
  event: 'search-began',
  keys,
  isAsked,
});
export const ended = (keys: readonly RouteKey[], isAsked = true): HostEvent => ({
  ...{ event: 'search-ended', keys, isAsked },
  at: 900,
});
export const route = (key: RouteKey, transport = 'system'): HostEvent => ({
  ...{ event: 'route', ...key, transport, seconds: 1.5 },
  proof: 'dialogue',
});
export const trying = (key: RouteKey, transport = 'system'): HostEvent => ({
  ...{ event: 'trying', ...key, rung: 'plain', transport },
});
export const blocked = (key: RouteKey): HostEvent => ({
  ...{ event: 'verdict', ...key, state: 'blocked', causes: ['frozen'] },
  findings: [{ cause: 'frozen' }],
});
export const step = (key: RouteKey, failure: Step['failure'] = null): HostEvent => ({
  ...{ event: 'step', key, transport: 'system' },
  step: {
    ...{ operation: 'resolve', name: 'a.example', resolver: 'system', addresses: [] },
    ...{ startedAt: 1, endedAt: 2, failure },
  },
});
export const searching = [connecting, opened, began(all)];
