import type { About, FindingView } from '../../../core/contract.ts';
import type { NetworkCause } from '../../../core/model/verdict.ts';
import type { MessageKey } from '../../i18n/translator.ts';

/** What a person reads when the whole network is the matter. */
export interface NetworkPage {
  readonly cause: NetworkCause;
  readonly title: MessageKey;
  readonly lead: MessageKey;
  /** What to look at first, the likeliest first. */
  readonly checks: readonly MessageKey[];
  readonly again: MessageKey;
  /** Whether what works without internet is the better help. */
  readonly isNearby: boolean;
  /** Whether a server that somebody was given could help all the same. */
  readonly canServerHelp: boolean;
}

const CHECKS: Readonly<Record<Exclude<NetworkCause, 'clock-wrong'>, readonly MessageKey[]>> = {
  shutdown: [
    'no-way.shutdown-check-router',
    'no-way.shutdown-check-other',
    'no-way.shutdown-check-neighbours',
  ],
  'whitelist-only': ['no-way.whitelist-only-check-wifi', 'no-way.whitelist-only-check-place'],
  offline: ['no-way.offline-check-wifi', 'no-way.offline-check-router', 'no-way.offline-check-phone'],
  'captive-portal': [
    'no-way.captive-portal-check-page',
    'no-way.captive-portal-check-agree',
    'no-way.captive-portal-check-paid',
  ],
  intercepted: [
    'no-way.intercepted-check-antivirus',
    'no-way.intercepted-check-work',
    'no-way.intercepted-check-never',
  ],
};

const CLOCK = {
  windows: 'no-way.clock-wrong-check-windows',
  macos: 'no-way.clock-wrong-check-macos',
  linux: 'no-way.clock-wrong-check-linux',
  other: 'no-way.clock-wrong-check-linux',
} as const satisfies Record<About['platform'], MessageKey>;

/** The page for what the whole network suffers from; undefined where it suffers from nothing that has one. */
export function networkPage(
  network: FindingView | null,
  platform: About['platform'],
): NetworkPage | undefined {
  const cause = network?.cause;
  switch (cause) {
    case 'shutdown':
    case 'whitelist-only':
    case 'offline':
    case 'captive-portal':
    case 'intercepted':
      return page(cause, CHECKS[cause]);
    case 'clock-wrong':
      return page(cause, [CLOCK[platform], 'no-way.clock-wrong-check-battery']);
    default:
      return undefined;
  }
}

/** The name that a stranger's certificate gives, without our own mark before it. */
export function issuerOf({ detail }: FindingView): string | undefined {
  const issuer = detail?.replace(/^this-computer: ?/, '').trim();
  return issuer === '' ? undefined : issuer;
}

function page(cause: NetworkCause, checks: readonly MessageKey[]): NetworkPage {
  return {
    cause,
    title: `no-way.${cause}-title`,
    lead: `no-way.${cause}-lead`,
    checks,
    again: `no-way.${cause}-again`,
    isNearby: cause === 'shutdown' || cause === 'whitelist-only',
    canServerHelp: cause === 'whitelist-only' || cause === 'intercepted',
  };
}
