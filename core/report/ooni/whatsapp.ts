import { isConnected, type Measured, outcomeOf } from './messenger-keys.ts';
import type { Templates, TestKeys } from './schema.ts';

/** How its chats are asked: by their own protocol, or as OONI does. */
const CHAT_ASKS: ReadonlySet<string> = new Set(['noise', 'connect']);

/** The keys of ts-018. Endpoints count as OONI counts them, by TCP; what was said on the connection stands in `x_purposes`. */
export function whatsAppKeys(measured: Measured, templates: Templates): TestKeys<'whatsapp'> {
  const { attempts } = measured;
  const endpoints = [
    ...new Set(attempts.filter(({ proof }) => CHAT_ASKS.has(proof)).map(({ host }) => host)),
  ];
  const connected = endpoints.map((host) => ({ host, isUp: isConnected(measured, host) }));
  const tried = connected.filter(({ isUp }) => isUp !== null);
  const registration = outcomeOf(attempts.filter(({ host }) => host === 'v.whatsapp.net'));
  const web = outcomeOf(
    attempts.filter(({ host, proof }) => host === 'web.whatsapp.com' && proof !== 'bulk'),
  );
  const endpointsStatus =
    tried.length === 0 ? null : tried.some(({ isUp }) => isUp === true) ? 'ok' : 'blocked';
  return {
    ...templates,
    registration_server_failure: registration.failure,
    registration_server_status: registration.status,
    whatsapp_endpoints_blocked: tried.filter(({ isUp }) => isUp === false).map(({ host }) => host),
    whatsapp_endpoints_dns_inconsistent: [],
    whatsapp_endpoints_status: endpointsStatus,
    whatsapp_web_failure: web.failure,
    whatsapp_web_status: web.status,
  };
}
