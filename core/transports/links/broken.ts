import { MAX_LINK_LENGTH, parseLink } from './share-link.ts';
import { looksLikeLink } from './words.ts';

/** A link of 4 kB in lines of 64. */
const MOST_LINES = 64;
/** The middle of a link: no sentence, no name of a channel, no link of its own. */
const PIECE = /^[\x21-\x7e]+$/;
const CLEARLY_INSIDE = /^[^#@\s][^\s]*[&=%#]/;
/** What a line of Tor's bridges goes on with. */
const OF_A_BRIDGE = /^(?:[0-9A-F]{40}\b|(?:cert|iat-mode|url|ver|fingerprint|fronts?|ice|utls-[a-z]+)=)/i;
const BRIDGE = /^(?:bridge\s+)?(?:obfs4|webtunnel|snowflake|meek_lite)\s+\S+:\d/i;

/**
 * The same lines with links put together again that a mail program or a window broke; what went to the line before leaves an empty
 * one behind. Another line's own link or word is never taken: with it, the link must be a link, and without it none, or the line
 * must look like nothing but the middle of one.
 */
export function mendBroken(lines: readonly string[]): readonly string[] {
  const mended = [...lines];
  for (let at = 0; at < mended.length; at += 1) {
    const line = (mended[at] ?? '').trimEnd();
    if (line.length > MAX_LINK_LENGTH) continue;
    const taken = BRIDGE.test(line.trimStart()) ? ofBridge(mended, at) : ofLink(line, mended, at);
    if (taken === 0) continue;
    const space = BRIDGE.test(line.trimStart()) ? ' ' : '';
    mended[at] = [line, ...mended.slice(at + 1, at + 1 + taken).map((next) => next.trim())].join(space);
    mended.fill('', at + 1, at + 1 + taken);
    at += taken;
  }
  return mended;
}

/** How many lines behind that one belong to its last word. */
function ofLink(line: string, lines: readonly string[], at: number): number {
  const word = /[a-z][a-z0-9+.-]{0,31}:\/\/\S*$/i.exec(line)?.[0];
  if (word === undefined) return 0;
  const isWhole = parseLink(word).ok;
  // Behind its name nothing matters any more.
  if (isWhole && word.includes('#')) return 0;
  let text = word;
  let taken = 0;
  for (let next = 1; next <= MOST_LINES; next += 1) {
    const piece = (lines[at + next] ?? '').trim();
    if (!PIECE.test(piece) || piece.includes('://') || (isWhole && looksLikeLink(piece))) break;
    if (isWhole && !CLEARLY_INSIDE.test(piece)) break;
    text += piece;
    if (parseLink(text).ok) {
      taken = next;
      if (!isWhole && !CLEARLY_INSIDE.test((lines[at + next + 1] ?? '').trim())) break;
    }
  }
  return taken;
}

function ofBridge(lines: readonly string[], at: number): number {
  let taken = 0;
  while (taken < MOST_LINES && OF_A_BRIDGE.test((lines[at + taken + 1] ?? '').trim())) taken += 1;
  return taken;
}
