import { findMethod } from '../../net/shadowsocks/method.ts';
import { readPrefix } from '../../net/shadowsocks/prefix.ts';
import { readQuery } from '../carriage-options.ts';
import { type ProxyCredentials, readUserInfo } from '../proxy-credentials.ts';
import { createProxy, splitHostPort } from '../proxy-element.ts';
import { accept, type LinkResult, refuse } from './link-result.ts';
import { isUsual, REMARKS, type UsualValues } from './parts.ts';

/** Parameters that only name a server, that Outline marks its links with, or that concern datagrams and a faster start. */
const IGNORED = [...REMARKS, 'outline', 'uot', 'udp', 'udp-over-tcp', 'tfo'];
/** What panels write where nothing would be said as well. */
const USUAL: UsualValues = {
  ...{ type: ['tcp', 'raw'], headertype: ['none'], security: ['none'], plugin: [''] },
};
const UNDERSTOOD: ReadonlySet<string> = new Set([...IGNORED, 'prefix']);
const PARTS = /^([^#?]*?)\/?(?:\?([^#]*))?(?:#.*)?$/s;

/**
 * Reads what follows `ss://`: `userinfo@host:port`, the user info percent-encoded `method:password` or base64url of it
 * (SIP002), or all of it in base64 (the older form); Outline's `prefix` too. Plug-ins and other options are refused.
 */
export function parseShadowsocksLink(rest: string): LinkResult {
  const [, authority = '', query = ''] = PARTS.exec(rest) ?? [];
  const options = readQuery(query);
  if (options === undefined) return refuse({ code: 'bad-encoding' });
  const saysNothing = (name: string, value: string) =>
    isUsual(USUAL, name, value) || (value === '' && Object.hasOwn(USUAL, name));
  if (![...options].every(([name, value]) => UNDERSTOOD.has(name) || saysNothing(name, value)))
    return refuse({ code: 'unsupported-option' });
  const whole = authority.includes('@') ? authority : decodeBase64(authority);
  const at = whole?.lastIndexOf('@') ?? -1;
  if (whole === undefined || at < 0) return refuse({ code: 'bad-encoding' });
  const credentials = readCredentials(whole.slice(0, at), authority === whole);
  if (credentials === undefined) return refuse({ code: 'bad-encoding' });
  const { host, port } = splitHostPort(whole.slice(at + 1));
  const method = findMethod(credentials.username);
  if (method === undefined) return refuse({ code: 'unsupported-cipher' });
  // Several keys name one user among many (SIP023).
  if (method.edition === 2022 && credentials.password.includes(':'))
    return refuse({ code: 'unsupported-option' });
  const prefix = options.get('prefix');
  if (!prefix) return accept(createProxy('ss', host, port, credentials));
  if (readPrefix(prefix, method) === undefined) return refuse({ code: 'unsupported-option' });
  return accept(createProxy('ss', host, port, credentials, new Map([['prefix', prefix]])));
}

function readCredentials(userInfo: string, isUrl: boolean): ProxyCredentials | undefined {
  const decoded = isUrl ? decodeBase64(userInfo) : undefined;
  const read =
    !isUrl || decoded?.includes(':') === true ? splitAtColon(decoded ?? userInfo) : readUserInfo(userInfo);
  return read === undefined ? undefined : { ...read, username: read.username.toLowerCase() };
}

function splitAtColon(text: string): ProxyCredentials | undefined {
  const colon = text.indexOf(':');
  return colon < 0 ? undefined : { username: text.slice(0, colon), password: text.slice(colon + 1) };
}

/** Both alphabets, padded or not, percent-encoded padding too; undefined where that gives no text. */
function decodeBase64(text: string): string | undefined {
  const bare = text.replace(/%3D/gi, '=');
  if (!/^[\w+/-]{4,}={0,2}$/.test(bare)) return undefined;
  const decoded = Buffer.from(bare, 'base64').toString('utf8');
  return /[\p{Cc}\ufffd]/u.test(decoded) ? undefined : decoded;
}
