import type { MessengerState } from '../../core/contract.ts';
import { blocked, IDLE, messenger, NOW, proven, trying, untried, WAYS_OUT } from './fixtures.ts';

const NOT_USED = IDLE.filter(({ chosen }) => !chosen);
const { plain, resolver, shape, server } = WAYS_OUT;

/** All three work, each by another way. */
export const WORKING: readonly MessengerState[] = [
  messenger(
    'whatsapp',
    'works',
    [
      proven('chat', resolver, 4, { cause: 'dns-tampering' }),
      proven('web', resolver, 5, { cause: 'dns-tampering' }),
      proven('media', resolver, 6, { cause: 'dns-tampering' }),
      blocked('calls', { cause: 'ip-blocked' }),
    ],
    { inUseSince: NOW - 120_000 },
  ),
  messenger('telegram', 'works', [
    proven('chat', shape, 11, { cause: 'sni-blocked' }),
    proven('web', shape, 12, { cause: 'sni-blocked' }),
    proven('media', shape, 14, { cause: 'sni-blocked' }),
    untried('calls'),
  ]),
  messenger('signal', 'works', [proven('chat', plain, 1)]),
  ...NOT_USED,
];

/** Nothing of them is blocked. */
export const OPEN: readonly MessengerState[] = [
  messenger('whatsapp', 'works', [
    proven('chat', plain, 1),
    proven('web', plain, 1),
    proven('media', plain, 2),
    untried('calls'),
  ]),
  messenger('telegram', 'works', [proven('chat', plain, 1), proven('web', plain, 1)]),
  messenger('signal', 'works', [proven('chat', plain, 1)]),
  ...NOT_USED,
];

/** Some of each goes straight, and some of it is hindered. */
export const MIXED: readonly MessengerState[] = [
  messenger(
    'whatsapp',
    'partly',
    [
      proven('chat', plain, 1),
      proven('web', resolver, 5, { cause: 'dns-tampering' }),
      blocked('media', { cause: 'frozen' }),
      untried('calls'),
    ],
    { inUseSince: NOW - 120_000 },
  ),
  messenger('telegram', 'works', [
    proven('chat', plain, 1),
    proven('web', resolver, 5, { cause: 'dns-tampering' }),
    proven('media', plain, 2),
    untried('calls'),
  ]),
  messenger('signal', 'works', [proven('chat', plain, 1, { cause: 'throttled' })]),
  ...NOT_USED,
];

/** One works through a server, one in part, one not at all. */
export const PARTLY: readonly MessengerState[] = [
  messenger('whatsapp', 'works', [
    proven('chat', server, 9, { cause: 'ip-blocked' }),
    proven('web', server, 9, { cause: 'ip-blocked' }),
    proven('media', server, 12, { cause: 'ip-blocked' }),
    untried('calls'),
  ]),
  messenger('telegram', 'partly', [
    proven('chat', shape, 21, { cause: 'sni-blocked' }),
    proven('web', shape, 22, { cause: 'sni-blocked' }),
    blocked('media', { cause: 'frozen' }),
    untried('calls'),
  ]),
  messenger('signal', 'blocked', [blocked('chat', { cause: 'ip-blocked' })]),
  ...NOT_USED,
];

/** Nothing helps without a server. */
export const BLOCKED: readonly MessengerState[] = [
  messenger('whatsapp', 'blocked', [
    blocked('chat', { cause: 'ip-blocked' }),
    blocked('web', { cause: 'dns-tampering' }, { cause: 'ip-blocked' }),
    blocked('media', { cause: 'ip-blocked' }),
    untried('calls'),
  ]),
  messenger('telegram', 'blocked', [
    blocked('chat', { cause: 'ip-blocked' }),
    blocked('web', { cause: 'sni-blocked' }),
    blocked('media', { cause: 'ip-blocked' }),
    untried('calls'),
  ]),
  messenger('signal', 'blocked', [
    blocked('chat', { cause: 'intercepted', detail: 'Ministry Gateway CA' }, { cause: 'ip-blocked' }),
  ]),
  ...NOT_USED,
];

/** The first seconds of a search. */
export const SEARCHING_EARLY: readonly MessengerState[] = [
  messenger('whatsapp', 'searching', [
    trying('chat', plain),
    trying('web', plain),
    untried('media'),
    untried('calls'),
  ]),
  messenger('telegram', 'searching', [
    trying('chat', plain),
    untried('web'),
    untried('media'),
    untried('calls'),
  ]),
  messenger('signal', 'searching', [trying('chat', plain)]),
  ...NOT_USED,
];

/** Most of it is found. */
export const SEARCHING_LATE: readonly MessengerState[] = [
  messenger('whatsapp', 'works', [
    proven('chat', resolver, 4, { cause: 'dns-tampering' }),
    proven('web', resolver, 5, { cause: 'dns-tampering' }),
    proven('media', resolver, 6, { cause: 'dns-tampering' }),
    untried('calls'),
  ]),
  messenger('telegram', 'searching', [
    proven('chat', shape, 11, { cause: 'sni-blocked' }),
    { ...blocked('web', { cause: 'sni-blocked' }), trying: shape },
    { ...blocked('media', { cause: 'sni-blocked' }), trying: shape },
    untried('calls'),
  ]),
  messenger('signal', 'works', [proven('chat', plain, 1)]),
  ...NOT_USED,
];

/** The whole network is the matter. */
export const WAITING: readonly MessengerState[] = [
  ...IDLE.filter(({ chosen }) => chosen).map((one) => ({ ...one, condition: 'waiting' as const })),
  ...NOT_USED,
];
