import { looksLikeBridge } from '../bridge-line.ts';
import { parseExpression } from '../expression.ts';
import { parseBridges } from './bridges.ts';
import { type LinkedProtocol, parseEngineLink } from './by-engine.ts';
import { parseCarriedLink } from './carried.ts';
import { linkInside } from './inside.ts';
import { type LinkResult, refuse } from './link-result.ts';
import { parsePaste } from './paste.ts';
import { isUnsupported, unsupportedText } from './schemes.ts';
import { parseShadowsocksLink } from './shadowsocks.ts';
import { parseSshLink } from './ssh.ts';
import { parseTelegramLink } from './telegram.ts';
import { pastedLines } from './text.ts';
import { parseProxyUrl } from './url.ts';
import { parseVmessLink } from './vmess.ts';
import { looksLikeWireguard, parseWireguardFile } from './wireguard.ts';

export type { LinkResult } from './link-result.ts';

/** Characters; longer is no link. */
export const MAX_LINK_LENGTH = 16_384;

const SCHEME = /^([a-z][a-z0-9+.-]{0,31}):\/\/(.*)$/is;
/** Of links that name no more than one kind. */
const ENGINE_SCHEMES: Readonly<Record<string, LinkedProtocol>> = {
  ...{ hysteria2: 'hysteria2', hy2: 'hysteria2', tuic: 'tuic', wireguard: 'wireguard', wg: 'wireguard' },
};
const OWN_SCHEMES = ['http-proxy', 'https-proxy'];
const OWN_WORD = /^(?:system$|(?:doh|dot|tcp|udp):[a-z]|(?:tlsfrag|tcpfrag|byedpi):|telegram-ws(?:$|:))/;

/** Reads what a person was sent, tolerating what was sent along; nothing is contacted. */
export function parseLink(text: string): LinkResult {
  if (text.length > MAX_LINK_LENGTH) return refuse({ code: 'too-long' });
  const lines = pastedLines(text);
  const [first] = lines;
  if (first === undefined) return refuse({ code: 'empty' });
  if (looksLikeWireguard(lines)) return parseWireguardFile(lines);
  if (lines.every(looksLikeBridge)) return parseBridges(lines);
  const result = parseLine(first);
  if (lines.length === 1 || (!result.ok && result.error.scheme !== undefined)) return result;
  // A break inside a link is the mail program's; behind a whole link something else begins.
  return result.ok ? refuse({ code: 'several-links' }) : parseLine(lines.join(''));
}

function parseLine(text: string): LinkResult {
  const line = linkInside(text) ?? text;
  const [, scheme, rest] = SCHEME.exec(line) ?? [];
  if (scheme !== undefined && rest !== undefined) return parseUrl(line, scheme.toLowerCase(), rest);
  const unsupported = unsupportedText(line);
  if (unsupported !== undefined) return refuse({ code: 'unsupported-scheme', scheme: unsupported });
  if (OWN_WORD.test(line) || line.includes('|')) return parseOwn(line);
  return parseTelegramLink(line) ?? parsePaste(line);
}

function parseUrl(line: string, scheme: string, rest: string): LinkResult {
  if (isUnsupported(scheme)) return refuse({ code: 'unsupported-scheme', scheme });
  const own = parseOwn(line);
  if (own.ok || OWN_SCHEMES.includes(scheme) || line.includes(' | ')) return own;
  if (scheme === 'ss') return parseShadowsocksLink(rest);
  if (scheme === 'vmess') return parseVmessLink(rest);
  if (scheme === 'ssh') return parseSshLink(rest);
  if (scheme === 'trojan' || scheme === 'vless') return parseCarriedLink(scheme, rest);
  const engine = Object.hasOwn(ENGINE_SCHEMES, scheme) ? ENGINE_SCHEMES[scheme] : undefined;
  if (engine !== undefined) return parseEngineLink(engine, rest);
  return parseTelegramLink(line) ?? parseProxyUrl(scheme, rest) ?? refuse({ code: 'unknown-scheme', scheme });
}

function parseOwn(text: string): LinkResult {
  const parsed = parseExpression(text);
  return parsed.ok ? { ...parsed, assumed: [] } : refuse(parsed.error);
}
