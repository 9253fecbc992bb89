import { isIp } from '../../net/ip.ts';
import { isConnected, type Measured, outcomeOf } from './messenger-keys.ts';
import type { Templates, TestKeys } from './schema.ts';

/** How its access points are asked: by their own protocol, or as OONI does. */
const POINT_ASKS: ReadonlySet<string> = new Set(['obfuscated2', 'http-post']);

/**
 * The keys of ts-020. OONI posts by HTTP to the access points, and so does a closer look; where we spoke their own protocol to
 * them, `telegram_http_blocking` says whether none answered that.
 */
export function telegramKeys(measured: Measured, templates: Templates): TestKeys<'telegram'> {
  const points = measured.attempts.filter(({ host, proof }) => isIp(host) && POINT_ASKS.has(proof));
  const connected = [...new Set(points.map(({ host }) => host))].flatMap(
    (host) => isConnected(measured, host) ?? [],
  );
  const web = outcomeOf(
    measured.attempts.filter(({ host, proof }) => host === 'web.telegram.org' && proof !== 'bulk'),
  );
  return {
    ...templates,
    telegram_http_blocking: points.length === 0 ? null : points.every(({ failure }) => failure !== null),
    telegram_tcp_blocking: connected.length === 0 ? null : connected.every((isUp) => !isUp),
    telegram_web_failure: web.failure,
    telegram_web_status: web.status,
  };
}
