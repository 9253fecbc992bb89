import type { Expression } from '../expression.ts';
import { createProxy } from '../proxy-element.ts';
import { accept, type LinkResult, refuse } from './link-result.ts';

const APP_LINK = /^tg:(?:\/\/)?([a-z]*)\/?(?:\?(.*))?$/is;
const WEB_LINK =
  /^(?:https?:\/\/)?(?:www\.)?(?:t\.me|telegram\.me|telegram\.dog)\/([^/?#]*)\/?(?:\?([^#]*))?(?:#.*)?$/is;

/** Reads `tg://socks?…`, `tg://proxy?…` and their twins at `https://t.me`; undefined where the text is not one of Telegram's links. */
export function parseTelegramLink(text: string): LinkResult | undefined {
  const isAppLink = /^tg:/i.test(text);
  const match = (isAppLink ? APP_LINK : WEB_LINK).exec(text);
  if (match === null) return isAppLink ? refuse({ code: 'unknown-scheme', scheme: 'tg' }) : undefined;
  const kind = match[1]?.toLowerCase();
  if (kind !== 'socks' && kind !== 'proxy')
    return refuse(isAppLink ? { code: 'unknown-scheme', scheme: 'tg' } : { code: 'web-page' });
  const parameters = readParameters(match[2] ?? '');
  if (parameters === undefined) return refuse({ code: 'bad-encoding' });
  const server = parameters.get('server') ?? '';
  const host = server.includes(':') ? `[${server}]` : server;
  if (kind === 'proxy') {
    // In base64 a plus is none of a query's spaces.
    const username = (parameters.get('secret') ?? '').replaceAll(' ', '+');
    return accept(createProxy('mtproto', host, parameters.get('port'), { username, password: '' }));
  }
  return accept(
    createProxy('socks5', host, parameters.get('port'), {
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

/** The link by which Telegram's own apps take an MTProto proxy; undefined for anything else, or a chain. */
export function printTelegramLink({ resolver, hops }: Expression): string | undefined {
  const [proxy] = hops;
  if (resolver !== 'system' || hops.length !== 1 || proxy?.kind !== 'proxy' || proxy.protocol !== 'mtproto')
    return undefined;
  const { host, port, credentials } = proxy;
  return `tg://proxy?server=${encodeURIComponent(host)}&port=${port}&secret=${credentials?.username ?? ''}`;
}
