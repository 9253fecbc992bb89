import { accept, type LinkResult, refuse } from './link-result.ts';
import { createProxy } from './proxy-element.ts';

const APP_LINK = /^tg:(?:\/\/)?([a-z]*)\/?(?:\?(.*))?$/is;
const WEB_LINK =
  /^(?:https?:\/\/)?(?:www\.)?(?:t\.me|telegram\.me|telegram\.dog)\/([^/?#]*)\/?(?:\?([^#]*))?(?:#.*)?$/is;

/** Reads `tg://socks?…` and `https://t.me/socks?…`; undefined where the text is not one of Telegram's links. */
export function parseTelegramLink(text: string): LinkResult | undefined {
  const isAppLink = /^tg:/i.test(text);
  const match = (isAppLink ? APP_LINK : WEB_LINK).exec(text);
  if (match === null) return isAppLink ? refuse({ code: 'unknown-scheme', scheme: 'tg' }) : undefined;
  const kind = match[1]?.toLowerCase();
  // MTProto: carries Telegram alone, and speaks nothing a browser could use.
  if (kind === 'proxy') return refuse({ code: 'unsupported-scheme', scheme: 'tg://proxy' });
  if (kind !== 'socks')
    return refuse(isAppLink ? { code: 'unknown-scheme', scheme: 'tg' } : { code: 'web-page' });
  const parameters = readParameters(match[2] ?? '');
  if (parameters === undefined) return refuse({ code: 'bad-encoding' });
  const server = parameters.get('server') ?? '';
  return accept(
    createProxy('socks5', server.includes(':') ? `[${server}]` : server, parameters.get('port'), {
      username: parameters.get('user') ?? '',
      password: parameters.get('pass') ?? '',
    }),
  );
}

/** As Telegram Desktop reads them: names in any case, a plus is a space. Undefined where the encoding is broken. */
function readParameters(query: string): ReadonlyMap<string, string> | undefined {
  const pairs = query.split('&').map((pair) => {
    const equals = pair.indexOf('=');
    return equals < 0 ? ([pair, ''] as const) : ([pair.slice(0, equals), pair.slice(equals + 1)] as const);
  });
  try {
    return new Map(
      pairs.map(([name, value]) => [name.toLowerCase(), decodeURIComponent(value.replaceAll('+', ' '))]),
    );
  } catch {
    return undefined;
  }
}
