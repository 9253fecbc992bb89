import { readQuery } from '../carriage-options.ts';
import { decodePercent } from '../percent-encoding.ts';
import { createProxy, splitHostPort } from '../proxy-element.ts';
import type { CarriedProtocol } from '../proxy-protocol.ts';
import { isForXray } from '../xray-forms.ts';
import { parseEngineLink } from './by-engine.ts';
import { parseXrayLink } from './by-xray.ts';
import { accept, type LinkResult, refuse } from './link-result.ts';
import { REMARKS, splitLink, webPath } from './parts.ts';
import { INSECURE_NAMES, PIN_NAMES, readKnownBy } from './pins.ts';

/** Concern what a client looks like from outside, or nothing at all: we look like ourselves. */
const IGNORED: ReadonlySet<string> = new Set([
  ...[...REMARKS, 'fp', 'alpn', 'headertype', 'tfo', 'udp', 'ed', 'eh'],
  // How several connections share one, which a server that offers it does not need.
  ...['mux', 'packetencoding'],
]);
/** Of carriages that are refused by their own names. */
const OF_OTHERS: ReadonlySet<string> = new Set(['mode', 'servicename', 'authority', 'quicsecurity', 'key']);

/**
 * Reads what follows `trojan://` or `vless://`: `secret@host:port?security=tls&sni=…&type=ws&path=…&host=…#name`. What
 * would leave the certificate unchecked, or the whole unencrypted, is refused; so is what another program is needed for. A
 * certificate's fingerprint (`pcs`) stands in for everybody who could vouch for it.
 */
export function parseCarriedLink(protocol: CarriedProtocol, rest: string): LinkResult {
  const { userInfo = '', hostPort, query: pairs } = splitLink(rest);
  const query = readQuery(pairs);
  const secret = decodePercent(userInfo);
  if (query === undefined || secret === undefined) return refuse({ code: 'bad-encoding' });
  if (isForXray(protocol, query)) return parseXrayLink(protocol, rest);
  const said = (name: string) => query.get(name) || undefined;
  const security = said('security')?.toLowerCase() ?? (protocol === 'trojan' ? 'tls' : 'none');
  if (protocol === 'vless' && security === 'reality') return parseEngineLink('reality', rest);
  if (protocol === 'vless' && security === 'tls' && said('flow') !== undefined)
    return parseEngineLink('vision', rest);
  if (security === 'reality' || said('flow') !== undefined)
    return refuse({ code: 'unsupported-scheme', scheme: `${protocol} ${security}` });
  if (security !== 'tls') return refuse({ code: 'unencrypted' });
  const knownBy = readKnownBy(query);
  if (typeof knownBy === 'string') return refuse({ code: knownBy });
  // Any of several names would do: which one is nobody's to choose.
  if (said('vcn')?.includes(',')) return refuse({ code: 'unsupported-option' });
  if ((said('encryption') ?? 'none') !== 'none' || !isUnderstood(query))
    return refuse({ code: 'unsupported-option' });
  const { host, port } = splitHostPort(hostPort);
  return accept(
    createProxy(
      protocol,
      host,
      port,
      { username: protocol === 'vless' ? secret.toLowerCase() : secret, password: '' },
      carriage(said, knownBy.pin),
    ),
  );
}

const UNDERSTOOD: ReadonlySet<string> = new Set([
  ...['security', 'flow', 'encryption', 'sni', 'peer', 'vcn', 'type', 'path', 'host'],
  ...INSECURE_NAMES,
  ...PIN_NAMES,
]);

function isUnderstood(query: ReadonlyMap<string, string>): boolean {
  const type = query.get('type') || 'tcp';
  const header = query.get('headertype') || 'none';
  return (
    ['tcp', 'raw', 'ws'].includes(type) &&
    header === 'none' &&
    [...query].every(
      ([name, value]) =>
        value === '' || UNDERSTOOD.has(name) || IGNORED.has(name) || (type !== 'ws' && OF_OTHERS.has(name)),
    )
  );
}

/** The same in our own names; over a web socket the Host stands in for a server name that was not said. */
function carriage(
  said: (name: string) => string | undefined,
  pin: string | undefined,
): ReadonlyMap<string, string> {
  const isWeb = said('type') === 'ws';
  const sni = said('sni') ?? said('peer') ?? (isWeb ? said('host') : undefined);
  const path = said('path');
  return new Map([
    ...(sni === undefined ? [] : [['sni', sni] as const]),
    ...(isWeb ? [['type', 'ws'] as const] : []),
    ...(isWeb && path !== undefined ? [['path', webPath(path)] as const] : []),
    ...(isWeb && said('host') !== undefined ? [['host', said('host') ?? ''] as const] : []),
    ...(pin === undefined ? [] : [['pin', pin] as const]),
    ...(said('vcn') === undefined ? [] : [['vcn', said('vcn') ?? ''] as const]),
  ]);
}
