import { readHost, readPort } from '../host.ts';

/** Characters; longer is no address. */
const LONGEST = 2048;
/** Telegram's own pages are no lists; its links to servers are read elsewhere. */
const NO_LISTS: ReadonlySet<string> = new Set(['t.me', 'telegram.me', 'telegram.dog', 'www.t.me']);
/** How programs are told of a list by a link of their own: `?url=` behind these schemes, … */
const IMPORTS =
  /^(?:clash|clashmeta|mihomo|stash|sing-box|hiddify|v2rayng|v2raytun|nekoray|sn):\/\/[\w/-]*\?(.+)$/is;
/** … or the address itself behind a verb. */
const VERBS = /^(?:hiddify|v2raytun|streisand|happ|shadowrocket):\/\/(?:import|add)\/(.+)$/is;

/**
 * The address of a list of servers in one spelling, always `https://`: what a web page's link, `ssconf://` (Outline) and the
 * import links of other programs lead to. Undefined where a text is none of these. It mostly holds a secret.
 */
export function readListLink(text: string): string | undefined {
  const inner = /^sub:\/\/(.+)$/is.exec(text)?.[1];
  if (inner !== undefined) return readAddress(Buffer.from(inner, 'base64').toString('utf8').trim());
  const query = IMPORTS.exec(text)?.[1];
  if (query !== undefined) return readAddress(new URLSearchParams(query.split('#')[0]).get('url') ?? '');
  const verb = VERBS.exec(text)?.[1];
  if (verb === undefined) return readAddress(text);
  return readAddress(verb) ?? readAddress(Buffer.from(verb, 'base64').toString('utf8').trim());
}

function readAddress(text: string): string | undefined {
  const address = text.replace(/^ssconf:/i, 'https:');
  if (address.length > LONGEST || !/^https:\/\//i.test(address) || !URL.canParse(address)) return undefined;
  const url = new URL(address);
  const { hostname, port, username, password } = url;
  const isSound = readHost(hostname) !== undefined && (port === '' || readPort(port) !== undefined);
  // The page a site begins with is for people.
  if (url.pathname === '/' && url.search === '') return undefined;
  if (!isSound || username !== '' || password !== '' || NO_LISTS.has(hostname)) return undefined;
  url.hash = '';
  return url.href.length <= LONGEST ? url.href : undefined;
}

/** Whose list it is: all that may be shown of its address. */
export function listHost(address: string): string {
  return URL.canParse(address) ? (readHost(new URL(address).hostname) ?? '') : '';
}
