import { PROXY_FAILURES } from '../../../core/model/failure.ts';
import type { MessageKey } from '../../i18n/translator.ts';

const WORDS = {
  x_proxy_refused: 'ways.failure-refused',
  x_proxy_unreachable: 'ways.failure-unreachable',
  x_proxy_bad_credentials: 'ways.failure-bad-credentials',
  x_proxy_changed_identity: 'ways.failure-changed-identity',
  x_proxy_not_a_proxy: 'ways.failure-not-a-proxy',
  x_proxy_forbidden_target: 'ways.failure-forbidden-target',
  x_proxy_far_end_failed: 'ways.failure-far-end',
  x_proxy_timed_out: 'ways.failure-timed-out',
  x_proxy_engine_missing: 'ways.failure-engine-missing',
  x_proxy_engine_failed: 'ways.failure-engine-failed',
} as const satisfies Record<(typeof PROXY_FAILURES)[number], MessageKey>;

/** What is left once the server itself did its part: how the messenger failed behind it. First fit wins. */
const BEHIND: readonly (readonly [RegExp, MessageKey])[] = [
  [/^(network_unreachable|network_down|network_reset)$/, 'ways.failure-no-network'],
  [/^(generic_timeout_error|timed_out)$/, 'ways.failure-silent'],
  [/^(connection_(reset|aborted|already_closed)|eof_error)$/, 'ways.failure-cut'],
  [/^(connection_refused|host_unreachable)$/, 'ways.failure-far-end'],
  [/^dns_|^x_dns_/, 'ways.failure-name'],
  [/^ssl_/, 'ways.failure-certificate'],
  [/^(x_frozen|x_throttled)$/, 'ways.failure-slow'],
  [/^(x_unexpected_answer|http_|json_)/, 'ways.failure-strange-answer'],
  [/^interrupted$/, 'ways.failure-interrupted'],
];

const isProxyFailure = (failure: string): failure is keyof typeof WORDS =>
  PROXY_FAILURES.some((name) => name === failure);

/** Tor's own: it is nobody's server, and there is something else to do. */
const OF_TOR = /^tor:\/\/(direct$)?/;

/** Whether a way is Tor, run here, by its label. */
export const isTor = (label: string): boolean => OF_TOR.test(label);

/**
 * The sentence that tells a person how the test of a way failed, and what to do; for every failure there is one. `label`: the
 * way's.
 */
export function failureWords(failure: string, label: string): MessageKey {
  const tor = OF_TOR.exec(label);
  if (tor !== null && needsBridges(failure, label))
    return tor[1] === undefined ? 'ways.failure-bridges' : 'ways.failure-tor';
  if (isProxyFailure(failure)) return WORDS[failure];
  return BEHIND.find(([pattern]) => pattern.test(failure))?.[1] ?? 'ways.failure-other';
}

/** Whether Tor did not get into its network, so that bridges, or others, are what helps. */
export function needsBridges(failure: string, label: string): boolean {
  return isTor(label) && (failure === 'x_proxy_unreachable' || failure === 'x_proxy_timed_out');
}
