import { readQuery } from '../carriage-options.ts';
import { createEngineElement } from '../engine-element.ts';
import { FINGERPRINTS } from '../engine-options.ts';
import { decodePercent } from '../percent-encoding.ts';
import { splitHostPort } from '../proxy-element.ts';
import { carriageOf, isOfAnotherCarriage, type XrayScheme } from '../xray-forms.ts';
import { accept, type LinkResult, refuse } from './link-result.ts';
import { isUsual, REMARKS, splitLink, type UsualValues, webPath } from './parts.ts';
import { INSECURE_NAMES, PIN_NAMES, readKnownBy } from './pins.ts';

/** What changes nothing for us, or for nobody: a second proof beside Reality's own, how connections share one, remarks. */
const IGNORED: ReadonlySet<string> = new Set([
  ...[...REMARKS, 'tfo', 'udp', 'packetencoding', 'mux', 'pqv', 'peer'],
  ...['quicsecurity', 'key', 'alterid', 'aid', ...INSECURE_NAMES, ...PIN_NAMES],
]);
/** What is said where nothing would be said as well. */
const USUAL: UsualValues = {
  ...{ headertype: ['none'], security: ['none'], flow: ['none'], spx: ['/'] },
  mode: ['auto', 'gun', 'guna'],
};
/** Reads what follows the scheme of such a link: `user@host:port?…#name`. */
export function parseXrayLink(scheme: XrayScheme, rest: string): LinkResult {
  const { userInfo = '', hostPort, query: pairs } = splitLink(rest);
  const query = readQuery(pairs);
  const username = decodePercent(userInfo);
  if (query === undefined || username === undefined) return refuse({ code: 'bad-encoding' });
  return xrayServer(scheme, { ...splitHostPort(hostPort), username }, query);
}

/** The server that such a link's options describe, by lower-case names. */
export function xrayServer(
  scheme: XrayScheme,
  server: { readonly host: string; readonly port: string | undefined; readonly username: string },
  query: ReadonlyMap<string, string>,
): LinkResult {
  const said = (name: string) => query.get(name) || undefined;
  const type = carriageOf(query);
  const security = said('security')?.toLowerCase() ?? (scheme === 'trojan' ? 'tls' : 'none');
  // Reality knows its server by a key: there is no certificate to be checked.
  const knownBy = security === 'tls' ? readKnownBy(query) : undefined;
  if (typeof knownBy === 'string') return refuse({ code: knownBy });
  if (scheme === 'trojan' && security === 'none') return refuse({ code: 'unencrypted' });
  const options = new Map<string, string>();
  const put = (name: string, value: string | undefined) => value && options.set(name, value);
  // Panels leave the options of other carriages where they were.
  for (const [name, value] of query)
    if (!IGNORED.has(name) && !isUsual(USUAL, name, value) && !isOfAnotherCarriage(type, name))
      put(name, value);
  if (['tcp', 'raw'].includes(options.get('type') ?? '')) options.delete('type');
  put('type', type);
  put('security', security === 'none' ? undefined : security);
  put('sni', said('sni') ?? said('peer'));
  put('pin', knownBy?.pin);
  put('flow', options.get('flow')?.replace(/-udp443$/, ''));
  if (options.has('path')) put('path', webPath(options.get('path') ?? ''));
  const encryption = options.get('encryption');
  if (scheme === 'vmess' || encryption === 'none') options.delete('encryption');
  if (scheme === 'vmess' && encryption !== 'auto') put('cipher', encryption);
  // Whom to look like is a wish: one we do not know is as good as none.
  if (security === 'none' || !FINGERPRINTS.includes(options.get('fp') ?? '')) options.delete('fp');
  if (security !== 'tls') options.delete('alpn');
  if (security === 'none') options.delete('sni');
  return accept(createEngineElement(`${scheme}-xray`, { ...server, password: '', options }));
}
