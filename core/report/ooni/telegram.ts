import { isIp } from '../../net/ip.ts';
import { isConnected, type Measured, outcomeOf } from './messenger-keys.ts';
import type { Templates, TestKeys } from './schema.ts';

/**
 * The keys of ts-020. OONI posts by HTTP to the access points; we speak their own protocol to them, so `telegram_http_blocking`
 * says whether none answered that.
 */
export function telegramKeys(measured: Measured, templates: Templates): TestKeys<'telegram'> {
  const points = measured.attempts.filter(({ host, proof }) => isIp(host) && proof === 'obfuscated2');
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
