import type { IncomingMessage } from 'node:http';

type Header = readonly [name: string, value: string];

/** RFC 9110 §7.6.1, and what clients send to proxies in practice: these concern one connection only. */
const HOP_BY_HOP: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  // Answered by us: the content follows at once.
  'expect',
]);

/** The headers that go on to the other side: without the hop-by-hop ones and those that Connection names. */
export function onwardHeaders(rawHeaders: readonly string[]): Header[] {
  const headers: Header[] = [];
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    headers.push([rawHeaders[i] ?? '', rawHeaders[i + 1] ?? '']);
  }
  const named = headers
    .filter(([name]) => name.toLowerCase() === 'connection')
    .flatMap(([, value]) => value.toLowerCase().split(','))
    .map((option) => option.trim())
    // Nobody talks us out of the framing of a message.
    .filter((option) => option !== 'content-length');
  const dropped = new Set([...HOP_BY_HOP, ...named]);
  return headers.filter(([name]) => !dropped.has(name.toLowerCase()));
}

/**
 * A request's headers for the server. Its framing is said explicitly: left to itself, Node sends a GET's content
 * without any, where it could be read as another request.
 */
export function requestHeaders(
  { rawHeaders, headers }: Pick<IncomingMessage, 'rawHeaders' | 'headers'>,
  authority: string,
): Header[] {
  const onward = onwardHeaders(rawHeaders).filter(([name]) => name.toLowerCase() !== 'host');
  const coding: Header[] =
    headers['transfer-encoding'] === undefined ? [] : [['Transfer-Encoding', 'chunked']];
  return [['Host', authority], ...onward, ...coding, ['Connection', 'close']];
}
