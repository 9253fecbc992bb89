import type { StreamItem } from '../../../core/contract.ts';
import { blocked, messenger, NOW, off, on, proven, trying, untried, WAYS_OUT } from '../fixtures.ts';
import type { Scene, Scenes } from '../scene.ts';

type Step = StreamItem<'steps'>;

const BEGAN = NOW - 6 * 60_000;

/** A step of the search that ended so many milliseconds after it began. */
const step = (
  ended: number,
  milliseconds: number,
  transport: string,
  operation: Step['operation'],
  subject: string,
  failure: string | null = null,
  messengerId = 'whatsapp',
): Step => ({
  at: BEGAN + ended,
  messenger: messengerId,
  purpose: operation === 'bulk' ? 'media' : 'chat',
  transport,
  operation,
  subject,
  milliseconds,
  failure,
});

const STEPS: readonly Step[] = [
  step(24, 24, 'system', 'resolve', 'web.whatsapp.com', 'dns_bogon_error'),
  step(31, 30, 'system', 'resolve', 'chat.signal.org', null, 'signal'),
  step(290, 255, 'doh:quad9', 'resolve', 'web.whatsapp.com'),
  step(334, 44, 'doh:quad9', 'connect', '57.144.245.32:443'),
  step(80, 48, 'system', 'connect', '13.248.212.111:443', null, 'signal'),
  step(430, 96, 'doh:quad9', 'tls', 'web.whatsapp.com', 'connection_reset'),
  step(168, 88, 'system', 'tls', 'chat.signal.org', null, 'signal'),
  step(250, 82, 'system', 'dialogue', 'https', null, 'signal'),
  step(620, 41, 'doh:quad9 | tlsfrag:sni', 'connect', '57.144.245.32:443'),
  step(742, 121, 'doh:quad9 | tlsfrag:sni', 'tls', 'web.whatsapp.com'),
  step(910, 168, 'doh:quad9 | tlsfrag:sni', 'dialogue', 'websocket-noise'),
  step(1840, 980, 'doh:quad9 | tlsfrag:sni', 'bulk', 'static.whatsapp.net'),
  step(300_050, 50, 'doh:quad9 | tlsfrag:sni', 'connect', '57.144.245.32:443'),
  step(300_230, 180, 'doh:quad9 | tlsfrag:sni', 'dialogue', 'websocket-noise'),
];

const TRAFFIC: readonly StreamItem<'traffic'>[] = Array.from({ length: 118 }, (_, second) => {
  const wave = Math.abs(Math.sin(second / 7)) * Math.abs(Math.sin(second / 31));
  return {
    at: NOW - second * 1000,
    messenger: 'whatsapp',
    up: second % 9 === 0 ? 14_000 : 700,
    down: Math.round(wave * wave * 180_000),
  };
});

const LOG: readonly StreamItem<'log'>[] = [
  { at: BEGAN, level: 'info', code: 'search-begins', text: '3 messengers, 6 purposes' },
  {
    at: BEGAN + 24,
    level: 'warning',
    code: 'forged-answer',
    text: 'system: web.whatsapp.com is 10.10.34.35',
  },
  { at: BEGAN + 1840, level: 'info', code: 'route', text: 'whatsapp/media by doh:quad9 | tlsfrag:sni' },
  { at: BEGAN + 9000, level: 'error', code: 'no-route', text: 'telegram/chat: all of 14 ways failed' },
  { at: BEGAN + 9010, level: 'info', code: 'ready', text: 'the local proxy is open at 127.0.0.1:47100' },
];

const scene: Scene = {
  state: on({
    messengers: [
      messenger('whatsapp', 'works', [
        proven(
          'chat',
          WAYS_OUT.shape,
          0.91,
          { cause: 'dns-tampering', detail: 'bogon' },
          { cause: 'sni-blocked', detail: 'reset' },
        ),
        proven('media', WAYS_OUT.shape, 1.84, { cause: 'sni-blocked', detail: 'silent' }),
        untried('calls'),
      ]),
      messenger('telegram', 'partly', [
        blocked('chat', { cause: 'ip-blocked', detail: 'silent' }),
        trying('web', WAYS_OUT.server),
      ]),
      messenger('signal', 'works', [proven('chat', WAYS_OUT.desync, 0.25, { cause: 'sni-blocked' })]),
    ],
    uplink: { insideVpn: true, proxy: 'followed', isAnother: false },
    troubles: [
      { code: 'resolver-down', message: 'no encrypted resolver answers by IPv6', transport: null },
      { code: 'server-failed', message: 'bad credentials', transport: 'https://…@proxy.example.org:443' },
    ],
  }),
  view: { name: 'details' },
  streams: { steps: STEPS, traffic: TRAFFIC, log: LOG },
};

export const scenes: Scenes = {
  'details-overview': scene,
  'details-timeline': { ...scene, press: ['[data-tab="timeline"]'] },
  'details-timeline-open': {
    ...scene,
    press: ['[data-tab="timeline"]', 'main details:has([class*="failures"]) summary'],
  },
  'details-traffic': { ...scene, press: ['[data-tab="traffic"]'] },
  'details-history': {
    ...scene,
    press: ['[data-tab="history"]'],
    answers: {
      pastVerdicts: {
        ok: true,
        value: {
          past: [
            { at: NOW - 9e8, messenger: 'whatsapp', purpose: 'chat', state: 'reachable', causes: [] },
            {
              ...{ at: NOW - 4e8, messenger: 'whatsapp', purpose: 'chat', state: 'blocked' },
              causes: ['dns-tampering', 'sni-blocked'],
            },
            { at: NOW, messenger: 'telegram', purpose: 'chat', state: 'unknown', causes: ['unknown'] },
          ],
        },
      },
    },
  },
  'details-log': { ...scene, press: ['[data-tab="log"]'] },
  'details-off': {
    state: off({ network: { cause: 'captive-portal', detail: 'http-redirect' } }),
    view: { name: 'details' },
  },
};
