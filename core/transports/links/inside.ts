import { decodePercent } from '../percent-encoding.ts';

/** Links to servers, however they end. */
const SERVER =
  /(?:^|\/)((?:ss|ssconf|vless|vmess|trojan|hysteria2|hy2|tuic|socks5|tg):\/\/.+|https:\/\/t\.me\/(?:proxy|socks)\?.+)$/is;
const ENCODED = /^[a-z][a-z0-9+.-]{0,31}%3A%2F%2F/i;
const PAGE = /^https?:\/\/[^/?#]+\/?[^?#]*(?:\?([^#]*))?(?:#(.*))?$/is;

/**
 * The link that stands in the address of a web page, so that the page need not be asked: Outline's invitations have it behind the
 * `#`, pages that lead elsewhere in their query. Also what `footbridge://add#…` proposes, and a link that is percent-encoded as a
 * whole. Undefined for anything else.
 */
export function linkInside(text: string): string | undefined {
  if (ENCODED.test(text)) return decodePercent(text);
  const proposed = /^footbridge:\/\/add\/?#(.+)$/is.exec(text)?.[1];
  if (proposed !== undefined) return decodePercent(proposed);
  const [, query = '', fragment = ''] = PAGE.exec(text) ?? [];
  const values = query.split('&').map((pair) => pair.slice(pair.indexOf('=') + 1));
  for (const value of [fragment, ...values]) {
    const link = SERVER.exec(decodePercent(value) ?? '')?.[1];
    if (link !== undefined) return link;
  }
  return undefined;
}
