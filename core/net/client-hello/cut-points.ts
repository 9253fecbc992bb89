import type { ByteRange } from './cursor.ts';
import type { ClientHello } from './read.ts';
import type { Cuts } from './shape.ts';

/** More pieces than this do not leave one by one: a fresh connection may send ten segments (RFC 6928). */
export const MAX_PIECES = 10;
/** Type and length of the extension, length of the list, type and length of the name. */
const BEFORE_NAME = 9;
/** Second-level labels below which names are registered under many countries' domains. */
const PUBLIC_SECOND_LEVEL = new Set([
  'ac',
  'co',
  'com',
  'edu',
  'gob',
  'gov',
  'mil',
  'ne',
  'net',
  'or',
  'org',
]);

/** Positions in the handshake to cut at, ascending, at most nine, each with at least one byte on both sides. */
export function cutPoints(hello: ClientHello, cuts: Cuts): readonly number[] {
  const { start, end, middle } = focusOf(hello);
  if (cuts === 'sni') return within(hello, [middle]);
  const spread = [1, 2, 3, 4, 5].map((part) => start + Math.round((part * (end - start)) / 6));
  return within(hello, [start - BEFORE_NAME, start, ...spread, middle, end]);
}

/** What must not be seen whole, and the one place to cut it: the name, or for want of one the middle of the hello. */
export function focusOf(hello: ClientHello): ByteRange & { readonly middle: number } {
  if (hello.nameInHandshake === undefined || hello.serverName === undefined) {
    const middle = hello.handshake.length >> 1;
    return { start: middle - BEFORE_NAME, end: middle + BEFORE_NAME, middle };
  }
  return { ...hello.nameInHandshake, middle: hello.nameInHandshake.start + nameCut(hello.serverName) };
}

/**
 * Where to cut a name: in the middle of the label that was registered, because censors look for `whatsapp.net`
 * and not for the whole of `media.cdn.whatsapp.net`. A label of one letter is cut off from its dot.
 */
export function nameCut(name: string): number {
  const labels = name.replace(/\.$/, '').split('.');
  const [second = '', third] = labels.slice(0, -1).reverse();
  const country = labels.length > 2 && labels.at(-1)?.length === 2;
  const registered =
    country && third !== undefined && PUBLIC_SECOND_LEVEL.has(second.toLowerCase()) ? -3 : -2;
  const before = labels.slice(0, labels.length < 2 ? 0 : registered);
  const label = labels[before.length] ?? '';
  const labelStart = before.reduce((sum, { length }) => sum + length + 1, 0);
  return labelStart + Math.max(1, label.length >> 1);
}

function within(hello: ClientHello, positions: readonly number[]): readonly number[] {
  const inside = positions.filter((at) => at > 0 && at < hello.handshake.length);
  return [...new Set(inside)].sort((a, b) => a - b);
}
