import type { Doing, FindingView, KnownState, Way } from '../../../core/contract.ts';
import { known, messenger, NOW, off, on, proven, WAYS_OUT } from '../fixtures.ts';
import {
  BLOCKED,
  MIXED,
  OPEN,
  PARTLY,
  SEARCHING_EARLY,
  SEARCHING_LATE,
  WAITING,
  WORKING,
} from '../messengers.ts';
import type { Scenes } from '../scene.ts';

const { plain, resolver, shape, desync } = WAYS_OUT;
const step = (
  id: number,
  messenger: string,
  operation: Doing['operation'],
  failure: string | null,
  transport: Doing['transport'],
): Doing => ({ id, messenger, purpose: 'chat', transport, operation, failure });

const EARLY = [
  step(1, 'whatsapp', 'start', null, plain),
  step(2, 'telegram', 'start', null, plain),
  step(3, 'whatsapp', 'resolve', 'dns_nxdomain_error', plain),
];

const LATE = [
  step(7, 'whatsapp', 'start', null, resolver),
  step(8, 'whatsapp', 'resolve', null, resolver),
  step(9, 'telegram', 'tls', 'connection_reset', plain),
  step(10, 'whatsapp', 'dialogue', null, resolver),
  step(11, 'telegram', 'start', null, shape),
  step(12, 'telegram', 'connect', null, shape),
];

const searching = (found: number, doing: Doing[], messengers: typeof WORKING): KnownState => ({
  phase: 'searching',
  startedAt: NOW - 9_000,
  found,
  wanted: 7,
  doing,
  ...known({ messengers: [...messengers] }),
});

/** What the person calls the server that `WAYS_OUT.server` goes through. */
const VERA: Way = {
  ...{ id: 'server:vera', name: 'Aunt Vera', label: WAYS_OUT.server.text, hasPassword: true },
  ...{ addedAt: NOW - 86_400_000, list: null, last: null },
};

const BY_BYEDPI = messenger('signal', 'works', [proven('chat', desync, 9, { cause: 'sni-blocked' })]);

const network = (finding: FindingView) => on({ messengers: [...WAITING], network: finding });

export const scenes: Scenes = {
  'home-off': { state: off() },
  'home-locked': { state: off({ keyPlace: 'locked' }) },
  'home-waiting-keys': { state: off({ keyPlace: 'waiting' }) },
  'home-searching-early': { state: searching(0, EARLY, SEARCHING_EARLY) },
  'home-searching-late': { state: searching(5, LATE, SEARCHING_LATE) },
  'home-works': { state: on({ messengers: [...WORKING] }) },
  'home-in-use': {
    state: on({
      messengers: WORKING.map((one) => ({
        ...(one.id === 'signal' ? BY_BYEDPI : one),
        inUseSince: NOW - 60_000,
      })),
    }),
  },
  'home-open': { state: on({ messengers: [...OPEN] }) },
  'home-mixed': {
    state: on({
      messengers: [...MIXED],
      uplink: { insideVpn: true, proxy: 'script', isAnother: true },
      rivals: [{ name: 'GoodbyeDPI', kind: 'reshapes' }],
    }),
  },
  'home-partly': { state: on({ messengers: [...PARTLY], ways: [VERA] }) },
  'home-blocked': { state: on({ messengers: [...BLOCKED] }) },
  'home-one-messenger': {
    state: on({ messengers: WORKING.map((one) => ({ ...one, chosen: one.id === 'whatsapp' })) }),
  },
  'home-trouble': {
    state: on({
      messengers: [...PARTLY],
      ways: [VERA],
      troubles: [
        { code: 'x_proxy_refused', message: 'refused', transport: WAYS_OUT.server.text },
        { code: 'cannot-save', message: 'ENOSPC', transport: null },
      ],
    }),
  },
  'home-shutdown': { state: network({ cause: 'shutdown' }) },
  'home-whitelist': { state: network({ cause: 'whitelist-only' }) },
  'home-captive-portal': { state: network({ cause: 'captive-portal' }) },
  'home-offline': { state: network({ cause: 'offline' }) },
  'home-clock': { state: network({ cause: 'clock-wrong', detail: '3 days behind' }) },
  'home-intercepted': {
    state: on({ messengers: [...BLOCKED], network: { cause: 'intercepted', detail: 'Ministry Gateway CA' } }),
  },
};
